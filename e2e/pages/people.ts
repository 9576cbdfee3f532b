import { createHmac, randomUUID } from 'node:crypto'
import type { Browser, Locator, Page } from '@playwright/test'
import { ownPassword } from '../account.ts'
import { expect, expectAccessible } from '../fixtures.ts'
import type { Words } from '../words.ts'
import { awake } from './awake.ts'
import { SignInPage } from './sign-in.ts'

/** A page of a browser that knows nobody. */
export async function strangersPage(browser: Browser, baseURL: string | undefined, language: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: { cookies: [], origins: [] } })
  await context.addCookies([{ name: 'locale', value: language, url: baseURL ?? '' }])
  return awake(await context.newPage())
}

type Where = { baseURL: string | undefined; language: string }
type Person = { name: string; email: string; password: string }

export const somebody = (name: string): Person => ({
  name,
  email: `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.test`,
  password: 'nine green bottles on the wall',
})

/** A call of the console's API with the session of a browser; gives the answer's body. */
async function call(by: Page, baseURL: string | undefined, path: string, data: object): Promise<unknown> {
  const headers = { origin: baseURL ?? '', 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() }
  const answer = await by.request.post(`${baseURL}/api/v1${path}`, { headers, data })
  expect(answer.ok(), `${path} ${answer.status()}`).toBe(true)
  return answer.status() === 204 ? null : answer.json()
}

/** From now on the administrator's session is good for dangerous acts. */
export const prove = (page: Page, baseURL: string | undefined) => call(page, baseURL, '/me/proof', { password: ownPassword })

/** Somebody new, signed in, in a browser of their own. By the API: its pages are looked at where they are tested. */
export async function newPerson(page: Page, browser: Browser, { baseURL, language }: Where, person: Person, role: string): Promise<Page> {
  const theirs = await strangersPage(browser, baseURL, language)
  await prove(page, baseURL)
  const { link } = (await call(page, baseURL, '/users', { email: person.email, role })) as { link: string }
  await call(theirs, baseURL, '/invitations/accept', { token: link.split('#')[1] ?? '', password: person.password, name: person.name })
  await call(theirs, baseURL, '/session', { email: person.email, password: person.password })
  return theirs
}

/** Invites somebody on the users page and answers the link. */
export async function invite(page: Page, w: Words, email: string, role: string): Promise<string> {
  const { users } = w.accounts
  await page.goto('/users')
  await page.getByRole('button', { name: users.invite }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: users.columns.email }).fill(email)
  await dialog.getByRole('combobox', { name: users.columns.role }).click()
  await page.getByRole('listbox').getByRole('option', { name: role, exact: true }).click()
  await dialog.getByRole('button', { name: users.makeLink }).click()
  return takeLink(page, w, dialog.getByRole('textbox', { name: users.link }))
}

/** Reads the link that is shown once, and closes its dialog. */
async function takeLink(page: Page, w: Words, link: Locator): Promise<string> {
  // A session that was proved more than 5 minutes ago is asked first.
  const question = page.getByRole('dialog', { name: w.accounts.proof.title })
  await expect(link.or(question)).toBeVisible()
  if (await question.isVisible()) {
    await question.getByRole('textbox', { name: w.accounts.proof.password }).fill(ownPassword)
    await question.getByRole('button', { name: w.accounts.proof.submit }).click()
  }
  await expect(link).toHaveValue(/#[\w-]{43}$/)
  const address = await link.inputValue()
  await page.getByRole('button', { name: w.accounts.users.close }).click()
  await expect(link).toBeHidden()
  return address
}

/** Opens the acts of one person on the users page and chooses one. */
export async function choose(page: Page, email: string, act: string): Promise<void> {
  await page.goto(`/users?q=${encodeURIComponent(email)}`)
  await page.getByRole('row').filter({ hasText: email }).getByRole('button').click()
  await page.getByRole('menuitem', { name: act, exact: true }).click()
}

/** Makes a link for somebody who forgot the password and answers it. */
export async function resetPassword(page: Page, w: Words, email: string): Promise<string> {
  const { users } = w.accounts
  await choose(page, email, users.acts.resetPassword)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(users.resetThen)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: users.resetMake }).click()
  return takeLink(page, w, dialog.getByRole('textbox', { name: users.resetLink }))
}

/** Accepts the link as somebody new and signs in. */
export async function acceptAndEnter(page: Page, w: Words, link: string, person: { name: string; email: string; password: string }): Promise<void> {
  const { invitation } = w.accounts
  await page.goto(link)
  await page.getByRole('textbox', { name: invitation.name }).fill(person.name)
  await page.getByRole('textbox', { name: invitation.password, exact: true }).fill(person.password)
  await page.getByRole('textbox', { name: invitation.again, exact: true }).fill(person.password)
  await page.getByRole('button', { name: invitation.submit }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await new SignInPage(page, w).signIn(person.email, person.password)
}

/** What an authenticator app shows, `steps` of 30 seconds from now. */
export function appCode(secret: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', key).update(message).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0')
}
