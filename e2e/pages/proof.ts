import type { Page } from '@playwright/test'
import { ownPassword } from '../account.ts'
import type { Words } from '../words.ts'

/** Whenever the console asks for a proof, because the last one is older than 5 minutes, it is given. */
export async function answerProofs(page: Page, w: Words, password = ownPassword): Promise<void> {
  const question = page.getByRole('dialog', { name: w.accounts.proof.title })
  await page.addLocatorHandler(question, async () => {
    await question.getByRole('textbox', { name: w.accounts.proof.password }).fill(password)
    await question.getByRole('button', { name: w.accounts.proof.submit }).click()
  })
}
