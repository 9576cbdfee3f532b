import { expect, expectAccessible, test } from './fixtures.ts'
import { appCode, choose, newPerson, resetPassword, somebody, strangersPage } from './pages/people.ts'
import { SignInPage } from './pages/sign-in.ts'

const another = 'seven slow trains to the coast'

test('a forgotten password: the administrator makes a link, the person chooses another, everything before ends', async ({
  page,
  browser,
  baseURL,
  w,
  language,
  noise,
}) => {
  noise.allow(/status of (400|401|403|410)/)
  const { reset, invitation } = w.accounts
  const hana = somebody('Hana')
  const hers = await newPerson(page, browser, { baseURL, language }, hana, 'viewer')

  const link = await resetPassword(page, w, hana.email)
  expect(link).toContain('/reset-password#')
  await hers.goto('/runs')
  await expect(hers).toHaveURL(/\/sign-in\?next=/)

  await hers.goto(link)
  await expect(hers.getByRole('heading', { level: 1, name: reset.title })).toBeVisible()
  await expect(hers.getByRole('textbox', { name: invitation.name, exact: true })).toHaveCount(0)
  await expectAccessible(hers)
  const type = async (password: string) => {
    await hers.getByRole('textbox', { name: reset.password, exact: true }).fill(password)
    await hers.getByRole('textbox', { name: reset.again, exact: true }).fill(password)
    await hers.getByRole('button', { name: reset.submit }).click()
  }
  await type('passwordpassword')
  await expect(hers.getByText(w.problems.password_common.title).first()).toBeVisible()
  await expectAccessible(hers)
  await type('hana and the quarterdeck')
  await expect(hers.getByText(w.problems.password_guessable.title).first()).toBeVisible()
  await type(another)
  await expect(hers).toHaveURL(/\/sign-in$/)
  const signIn = new SignInPage(hers, w)
  await signIn.signIn(hana.email, hana.password)
  await expect(hers.getByRole('alert').filter({ hasText: w.problems.sign_in_failed.title })).toBeVisible()
  await signIn.signIn(hana.email, another)
  await expect(hers.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()

  const late = await strangersPage(browser, baseURL, language)
  await late.goto(link)
  await late.getByRole('textbox', { name: reset.password, exact: true }).fill(another)
  await late.getByRole('textbox', { name: reset.again, exact: true }).fill(another)
  await late.getByRole('button', { name: reset.submit }).click()
  await expect(late.getByText(w.problems.invitation_gone.title)).toBeVisible()
  await late.goto('/reset-password')
  await expect(late.getByRole('alert').filter({ hasText: invitation.noToken })).toBeVisible()
  for (const opened of [hers, late]) await opened.context().close()
})

test('a second factor stays with a new password, and is reset by an act of its own', async ({ page, browser, baseURL, w, language, noise }) => {
  noise.allow(/status of (401|403)/)
  const { secondFactor, signIn, reset, users } = w.accounts
  const dan = somebody('Dan')
  const his = await newPerson(page, browser, { baseURL, language }, dan, 'viewer')
  await his.goto('/profile')
  await his.getByRole('button', { name: secondFactor.setUp }).click()
  const setup = his.getByRole('dialog')
  await setup.getByRole('button', { name: secondFactor.begin }).click()
  const secret = await setup.getByRole('textbox', { name: secondFactor.secret }).inputValue()
  await setup.getByRole('textbox', { name: secondFactor.code }).fill(appCode(secret))
  await setup.getByRole('button', { name: secondFactor.confirm }).click()
  await setup.getByRole('button', { name: secondFactor.kept }).click()

  await his.goto(await resetPassword(page, w, dan.email))
  await his.getByRole('textbox', { name: reset.password, exact: true }).fill(another)
  await his.getByRole('textbox', { name: reset.again, exact: true }).fill(another)
  await his.getByRole('button', { name: reset.submit }).click()
  await expect(his).toHaveURL(/\/sign-in$/)
  await new SignInPage(his, w).signIn(dan.email, another)
  await expect(his.getByText(signIn.codeTitle)).toBeVisible()

  await choose(page, dan.email, users.acts.resetSecondFactor)
  await page.getByRole('dialog').getByRole('button', { name: users.acts.resetSecondFactor }).click()
  await expect(page.getByRole('row').filter({ hasText: dan.email })).toContainText(users.no)
  await his.goto('/sign-in')
  await new SignInPage(his, w).signIn(dan.email, another)
  await expect(his.getByRole('heading', { level: 1, name: w.home.title })).toBeVisible()
  await his.context().close()
})
