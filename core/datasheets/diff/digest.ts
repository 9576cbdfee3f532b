import { createHash } from 'node:crypto'
import { type Operation, operationLine } from '#core/datasheets/operation.ts'

/** SHA-256 over the lines of a table's operations, in the order in which they are added. */
export class TableDigest {
  private readonly hash = createHash('sha256')

  add(operation: Operation): void {
    this.hash.update(`${operationLine(operation)}\n`)
  }

  /** Operations' lines as they are, each ended by LF. */
  addLines(lines: Uint8Array): void {
    this.hash.update(lines)
  }

  hex(): string {
    return this.hash.digest('hex')
  }
}

/** SHA-256, hex, over a line `["table","digest"]` of each table, ended by LF, in the order of the tables' names by UTF-16 units. */
export function planDigest(tables: readonly { table: string; digest: string }[]): string {
  const sorted = tables.toSorted((a, b) => (a.table < b.table ? -1 : 1))
  const hash = createHash('sha256')
  for (const { table, digest } of sorted) hash.update(`${JSON.stringify([table, digest])}\n`)
  return hash.digest('hex')
}
