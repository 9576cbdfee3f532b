import exceljs, { type Worksheet } from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { withExport } from '#workers/datasheets/testing/export.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const ROWS = 12
const act = fc.constantFrom('none', 'edit', 'delete', 'same' as const)
type Act = 'none' | 'edit' | 'delete' | 'same'
let game: Game

beforeAll(async () => {
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    `CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NULL, price DECIMAL(12,2) NOT NULL, opens DATETIME(3) NULL, body JSON NULL,
      touched TIMESTAMP NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP)`,
  )
})
afterAll(() => game.drop())

/** As the table is when it is exported. */
async function fill(): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const id = at + 1
    return `(${id}, ${id % 3 === 0 ? 'NULL' : `'item ${id}\\n=1+1'`}, ${id}.5, '2026-11-21 10:00:00.5', '{"b": ${id}, "a": 1.0}')`
  })
  await game.run('DELETE FROM item', `INSERT INTO item (id, name, price, opens, body) VALUES ${rows.join(', ')}`)
}

/** What they do to the table. An edit of "same" is the one that the sheet makes as well. */
async function changeTable(acts: readonly Act[]): Promise<void> {
  for (const [at, done] of acts.entries()) {
    if (done === 'edit') await game.run(`UPDATE item SET price = price + 1 WHERE id = ${at + 1}`)
    if (done === 'same') await game.run(`UPDATE item SET price = 777 WHERE id = ${at + 1}`)
    if (done === 'delete') await game.run(`DELETE FROM item WHERE id = ${at + 1}`)
  }
}

function changeSheet(sheet: Worksheet, acts: readonly Act[]): void {
  const column = (sheet.getRow(1).values as string[]).indexOf('price')
  for (const [at, done] of [...acts.entries()].reverse()) {
    if (done === 'edit') sheet.getCell(at + 2, column).value = '12.25'
    if (done === 'same') sheet.getCell(at + 2, column).value = '777'
    if (done === 'delete') sheet.spliceRows(at + 2, 1)
  }
}

/** By hand: whoever did nothing leaves it to the other; where both did the same there is nothing to do. */
function expectedOf(mine: Act, theirs: Act): string | null {
  if (mine === 'none') return theirs === 'none' ? null : 'theirs'
  if (theirs === 'none') return mine === 'delete' ? 'delete' : 'update'
  return mine === theirs && mine !== 'edit' ? null : 'both'
}

it('an export that was changed on both sides is told apart row by row', { timeout: 120_000 }, async () => {
  const acts = fc.array(act, { minLength: ROWS, maxLength: ROWS })
  await fc.assert(
    fc.asyncProperty(acts, acts, async (mine, theirs) => {
      await fill()
      const found = await withExport({ url: game.url, tables: ['item'] }, async ({ paths: [path = ''] }) => {
        const book = new exceljs.Workbook()
        await book.xlsx.readFile(path)
        changeSheet(book.getWorksheet('item') as Worksheet, mine)
        await book.xlsx.writeFile(path)
        await changeTable(theirs)
        return compare({ url: game.url, paths: [path] })
      })
      const told = [
        ...(found.operations.get('item') ?? []).map(({ op, key }) => [key.id, op]),
        ...(found.apart.get('item') ?? []).map(({ kind, key }) => [key.id, kind]),
      ]
      const expected = mine.flatMap((one, at) => {
        const what = expectedOf(one, theirs[at] as Act)
        return what ? [[String(at + 1), what]] : []
      })
      const byId = (a: readonly unknown[], b: readonly unknown[]) => Number(a[0]) - Number(b[0])
      expect(told.toSorted(byId)).toEqual(expected)
      expect(found.findings.filter(({ level }) => level === 'error')).toEqual([])
    }),
    { numRuns: 8, seed: 7 },
  )
})
