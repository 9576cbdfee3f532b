import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cellsOf, recordsOf } from '#cli/csv.ts'
import { csvHead, csvLine } from '#core/shared/csv.ts'

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

const rows = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', '가', '\u{1f600}'), maxLength: 5 }), { minLength: 2, maxLength: 3 }),
)

it('what the console writes is read again, wherever it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 20 }), async (values, size) => {
      const text = csvHead(['uid', 'name']) + values.map((cells) => csvLine(cells)).join('')
      const found: string[][] = []
      for await (const record of recordsOf(inPieces(text, size))) found.push(cellsOf(record))
      // A leading line break is taken for a formula and gets an apostrophe.
      const written = values.map((cells) => cells.map((value) => (/^[\t\r\n]/.test(value) ? `'${value}` : value)))
      expect(found).toEqual([['uid', 'name'], ...written])
    }),
  )
})

it('a text that ends within a line is not taken for whole', async () => {
  const records = recordsOf(inPieces('uid\r\na\r\nb', 4))
  expect([(await records.next()).value, (await records.next()).value]).toEqual(['uid', 'a'])
  await expect(records.next()).rejects.toThrow('no end')
})
