import 'server-only'
import { type SealedCell, type SealedColumn, sealedColumns } from '#server/sealed/columns.ts'
import { currentKeyId, SealError, seal, unseal } from '#server/secrets.ts'

/** Values of one column: sealed anew, still to do, and those that no key here opens, the first of them by the keys of their rows. */
export type ColumnRotation = { column: string; resealed: number; left: number; unreadable: number; unreadableRows: string[] }
export type Rotation = { keyId: string; done: boolean; columns: ColumnRotation[] }

const batch = 100
const mostNamed = 20

type Progress = { resealed: number; unreadable: string[] }

async function reseal(column: SealedColumn, cell: SealedCell, progress: Progress): Promise<void> {
  try {
    const plain = unseal(cell.sealed, cell.context)
    if (await column.replace(cell, seal(plain, cell.context))) progress.resealed += 1
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    progress.unreadable.push(cell.key.join('/'))
  }
}

async function rotateColumn(column: SealedColumn, until: number, seen: () => void): Promise<ColumnRotation> {
  const progress: Progress = { resealed: 0, unreadable: [] }
  while (Date.now() < until) {
    // What cannot be opened stays in front of what was not looked at yet.
    const cells = await column.stale(batch, progress.unreadable.length)
    for (const cell of cells) await reseal(column, cell, progress)
    seen()
    if (cells.length === 0) break
  }
  const { resealed, unreadable } = progress
  const left = Math.max(0, (await column.countStale()) - unreadable.length)
  return { column: column.name, resealed, left, unreadable: unreadable.length, unreadableRows: unreadable.slice(0, mostNamed) }
}

/**
 * Seals everything under the present key that the previous one had sealed, value by value: it may be stopped at any moment
 * and begun again, by several at once, while the console works. After `budgetMs` it comes back with what is left.
 * `done` when nothing is left, or only what no key opens.
 */
export async function rotateSecrets(budgetMs: number, seen: (column: string) => void = () => {}): Promise<Rotation> {
  const until = Date.now() + budgetMs
  const columns: ColumnRotation[] = []
  for (const column of sealedColumns) columns.push(await rotateColumn(column, until, () => seen(column.name)))
  return { keyId: currentKeyId, done: columns.every(({ left }) => left === 0), columns }
}
