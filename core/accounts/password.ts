/** Fewer different characters than this are a pattern, not a password, however long it is. */
const fewestCharacters = 6

/**
 * Whether a password is easy to guess although it is long enough: it names the product or its owner, repeats a few
 * characters, or counts. There are no rules of composition (OWASP ASVS 5.0, 6.2.5). `words` are names of the owner.
 */
export function isGuessable(password: string, words: readonly string[]): boolean {
  const plain = password.toLowerCase()
  const named = ['quarterdeck', ...words.map((word) => word.toLowerCase())].filter((word) => word.length >= 4)
  if (named.some((word) => plain.includes(word))) return true
  if (new Set(plain).size < fewestCharacters) return true
  return ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'].some((row) => row.includes(plain.slice(0, 10)))
}
