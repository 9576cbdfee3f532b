import 'server-only'
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** So many guesses have to be wrong before the right one comes: beyond what a stolen digest of argon2id allows in practice. */
const fewestGuessesLog10 = 10

/** What people here choose, also as it comes out of a keyboard that is switched to English. The list of the package knows few Korean words. */
const korean = [
  ...[
    '비밀번호',
    '안녕하세요',
    '사랑해',
    '사랑해요',
    '사랑합니다',
    '대한민국',
    '감사합니다',
    '관리자',
    '운영자',
    '개발자',
    '가나다라',
    '가나다라마바사',
    '아자차카타파하',
    '무궁화',
  ],
  ...[
    'qlalfqjsgh',
    'dkssudgktpdy',
    'tkfkdgo',
    'tkfkdgody',
    'tkfkdgkqslek',
    'eogksalsrnr',
    'rkatkgkqslek',
    'rhksflwk',
    'dnsdudwk',
    'roqkfwk',
    'rkskekfk',
    'rkskekfkakqktk',
    'anrndghk',
  ],
  ...['saranghae', 'daehanminguk', 'annyeonghaseyo', 'bimilbeonho', 'gwanrija', 'korea', 'seoul', 'game', 'gamemaster', 'operator', 'liveops', 'server'],
]

let judge: Promise<ZxcvbnFactory> | undefined

/** Loaded with the first password that is chosen: the lists take 40 ms and some megabytes, and most processes never need them. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')])
  return new ZxcvbnFactory({ dictionary: { ...dictionary, korean }, graphs: adjacencyGraphs, maxLength: 128 })
}

/**
 * Whether a password is one that many people use, or is put together from such: 49,000 passwords of known leaks (the list of
 * zxcvbn-ts), Korean favourites, and what people do to make them longer (repeats, rows of keys, years, digits for letters).
 * Decided here, nobody is asked. At most 128 characters count; about 10 ms, at most 100.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  judge ??= load()
  return (await judge).check(password.normalize('NFKC')).guessesLog10 < fewestGuessesLog10
}
