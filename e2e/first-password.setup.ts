import { email, oneTimePassword, ownPassword, session } from './account.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { SignInPage } from './pages/sign-in.ts'
import { say } from './words.ts'

test('the one-time password must be changed before anything else', async ({ page, context, w, noise }) => {
  const signIn = new SignInPage(page, w)
  await page.goto('/runs')
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fruns/)
  await expectAccessible(page)
  await signIn.signIn(email, oneTimePassword)
  await expect(page).toHaveURL(/\/first-password$/)
  await page.goto('/runs')
  await expect(page).toHaveURL(/\/first-password$/)

  const { firstPassword } = w.accounts
  await signIn.changePassword(oneTimePassword, 'too short')
  await expect(page.getByText(say(firstPassword.tooShort, { length: 9, shortest: 15 }))).toBeVisible()
  await expectAccessible(page)

  noise.allow(/status of 400/)
  await signIn.changePassword('not the one-time password', ownPassword)
  await expect(page.getByText(w.problems.password_wrong.title)).toBeVisible()

  await signIn.changePassword(oneTimePassword, ownPassword)
  await expect(page.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  await context.storageState({ path: session })
})
