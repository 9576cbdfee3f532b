import type { Page } from '@playwright/test'
import type { Words } from '../words.ts'

/** The sign-in page and the page of the first password. */
export class SignInPage {
  readonly page: Page
  readonly w: Words

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  async signIn(email: string, password: string): Promise<void> {
    const { signIn } = this.w.accounts
    await this.page.getByRole('textbox', { name: signIn.email }).fill(email)
    await this.page.getByRole('textbox', { name: signIn.password }).fill(password)
    await this.page.getByRole('button', { name: signIn.submit, exact: true }).click()
  }

  async changePassword(current: string, next: string): Promise<void> {
    const { firstPassword } = this.w.accounts
    await this.page.getByRole('textbox', { name: firstPassword.current, exact: true }).fill(current)
    await this.page.getByRole('textbox', { name: firstPassword.next, exact: true }).fill(next)
    await this.page.getByRole('textbox', { name: firstPassword.again, exact: true }).fill(next)
    await this.page.getByRole('button', { name: firstPassword.submit }).click()
  }
}
