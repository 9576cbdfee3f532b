import { describe, expect, it } from 'vitest'
import { isCommonPassword } from '#server/common-passwords.ts'

describe('passwords that many people use', () => {
  it.each([
    // In the list as they are.
    'passwordpassword',
    '1qaz2wsx3edc4rfv',
    'qazwsxedcrfvtgb',
    '123456789qwerty',
    // Made longer in the ways that everybody knows.
    'password123456789',
    'Passw0rd!Passw0rd!',
    'P@ssw0rd12345678',
    'iloveyouiloveyou1',
    'princess19901225',
    'administrator123',
    'superman batman1',
    'letmein letmein letmein',
    // Korean, as it is read and as it is typed.
    '비밀번호비밀번호비밀번호비밀번호',
    'dkssudgktpdy123456',
    'tkfkdgo1234tkfkdgo',
    'eogksalsrnr2002',
    'saranghae20260101',
    'ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ',
  ])('%s', async (password) => {
    expect(await isCommonPassword(password)).toBe(true)
  })
  it.each([
    'five small boats in the harbour',
    'nine green bottles on the wall',
    'correct horse battery staple',
    '작은 배 다섯 척이 항구에 있다',
    'xK9#mQ2$vL7@nR4!',
    'vq3zt8wy1mk6pd0',
  ])('but not %s', async (password) => {
    expect(await isCommonPassword(password)).toBe(false)
  })
  it('takes the longest password that is allowed', async () => {
    expect(await isCommonPassword('qwer1234'.repeat(16))).toBe(true)
  })
})
