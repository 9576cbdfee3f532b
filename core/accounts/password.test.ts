import { describe, expect, it } from 'vitest'
import { isGuessable } from '#core/accounts/password.ts'

describe('passwords that are easy to guess', () => {
  it.each(['my quarterdeck password', 'the words of Kim.Minsu here', 'aaaaaaaaaaaaaaaa', 'abcabcabcabcabcabc', '1234567890123456', 'qwertyuiopasdfgh'])(
    '%s',
    (password) => {
      expect(isGuessable(password, ['kim.minsu', 'Kim'])).toBe(true)
    },
  )
  it.each(['five small boats in the harbour', '작은 배 다섯 척이 항구에 있다', 'xK9#mQ2$vL7@nR4!'])('but not %s', (password) => {
    expect(isGuessable(password, ['kim.minsu', 'Kim'])).toBe(false)
  })
})
