import { describe, expect, it } from 'vitest'
import { characterTest } from '#core/datasheets/values/charset.ts'
import { openGameDatabase } from '#server/game-database.ts'

const address = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
address.pathname = ''
const server = openGameDatabase(address.toString())

/** Every character of the basic plane but controls and halves of pairs, and one beyond it. */
const characters = Array.from({ length: 0x10000 - 0xa0 }, (_, n) => n + 0xa0)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .concat('🗡')
const atOnce = 1000

/** Those that come back from a charset as they went in. */
async function storable(charset: string): Promise<Set<string>> {
  const kept = new Set<string>()
  await server.session(async (session) => {
    for (let from = 0; from < characters.length; from += atOnce) {
      const some = characters.slice(from, from + atOnce)
      const [row] = await session.query(`SELECT CONVERT(CONVERT(? USING ${charset}) USING utf8mb4) AS back`, [some.join('')])
      const back = [...String(row?.back)]
      for (const [n, character] of some.entries()) if (back[n] === character) kept.add(character)
    }
  })
  return kept
}

describe('characters of a charset', () => {
  it.each(['euckr', 'latin1', 'latin2', 'koi8r', 'cp1250', 'cp1251', 'cp1257', 'ascii', 'ucs2', 'utf8mb3'])('%s are the server’s', async (charset) => {
    const kept = await storable(charset)
    const takes = characterTest(charset) ?? (() => false)
    expect(characters.filter((character) => takes(character) !== kept.has(character))).toEqual([])
  })
})
