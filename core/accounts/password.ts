/** Fewer different characters than this are a pattern, not a password, however long it is. */
const fewestCharacters = 6
/** Words that whoever attacks this console tries first. */
const ofTheProduct = ['quarterdeck', '쿼터덱']

/** As the other side would compare: one form of each character, lower case, nothing but letters and digits. */
const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Rows of keys and letters that people run along. */
const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ'].map(
  plainOf,
)

/** Shorter pieces stand in too many harmless words. Two syllables of Korean say as much as four letters. */
const saysSomething = (word: string): boolean => word.length >= (/\p{Script=Hangul}/u.test(word) ? 2 : 4)

/** What an owner's e-mail and name give away: local part and name, whole and in pieces. */
export function wordsOfOwner(owner: { email: string; name: string }): string[] {
  const local = owner.email.split('@')[0] ?? ''
  const pieces = [local, owner.name].flatMap((text) => [text, ...text.split(/[\s._+-]+/)])
  return [...new Set(pieces.map(plainOf))].filter(saysSomething)
}

/**
 * Whether a password is easy to guess for whoever knows its owner or the console, although it is long enough: it names one of
 * them, repeats a few characters, or runs along a row. There are no rules of composition (OWASP ASVS 5.0, 6.2.5 and 6.2.11).
 * `words` as of `wordsOfOwner`. What many people use is another question, which needs a list.
 */
export function isGuessable(password: string, words: readonly string[]): boolean {
  const plain = plainOf(password)
  if ([...ofTheProduct, ...words].some((word) => plain.includes(word))) return true
  if (new Set(password.toLowerCase()).size < fewestCharacters) return true
  return plain.length >= 10 && rows.some((row) => row.includes(plain.slice(0, 10)))
}
