import { describe, expect, it } from 'vitest'
import { isGuessable, wordsOfOwner } from '#core/accounts/password.ts'

const words = wordsOfOwner({ email: 'kim.minsu@example.test', name: '김민수 Kim' })

describe('words of the owner', () => {
  it('are local part and name, whole and in pieces that say something', () => {
    expect(words.sort()).toEqual(['kimminsu', 'minsu', '김민수', '김민수kim'])
  })
  it('are none where nothing says something', () => {
    expect(wordsOfOwner({ email: 'a.b@example.test', name: 'Jo' })).toEqual([])
  })
})

describe('passwords that are easy to guess for whoever knows the owner', () => {
  it.each([
    'my quarterdeck password',
    'QUARTER-DECK of the ship',
    '우리 팀의 쿼터덱 비밀번호',
    'the words of Kim.Minsu here',
    'kim min su and his boats',
    '바다로 간 김민수와 배 다섯 척',
    'ＭＩＮＳＵ and five small boats',
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    '1234567890123456',
    'qwertyuiopasdfgh',
    'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎ',
  ])('%s', (password) => {
    expect(isGuessable(password, words)).toBe(true)
  })
  it.each(['five small boats in the harbour', '작은 배 다섯 척이 항구에 있다', 'xK9#mQ2$vL7@nR4!', '!!??##%%&&((++==__'])('but not %s', (password) => {
    expect(isGuessable(password, words)).toBe(false)
  })
})
