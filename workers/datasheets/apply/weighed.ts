import type { Values } from '#core/datasheets/apply/statements.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import type { GameSession } from '#server/game-database.ts'
import { paddedCollations, weightsOf } from '#workers/datasheets/child/weights.ts'

/** A column of a key; `prefix`: only so many of its characters or bytes count. */
export type Weighing = { column: ColumnDef; prefix: number | null }

const cut = ({ column, prefix }: Weighing, value: string): string => {
  if (prefix === null) return value
  return column.type.kind === 'binary' ? value.slice(0, prefix * 2) : [...value].slice(0, prefix).join('')
}

/** Rows of values as texts that are equal exactly where the server takes the values for the same; null where one of them is NULL. */
export async function weighed(session: GameSession, columns: readonly Weighing[], rows: readonly Values[]): Promise<(string | null)[]> {
  const parts: (string | null)[][] = []
  for (const [at, weighing] of columns.entries()) {
    const values = rows.map((row) => (row[at] == null ? null : cut(weighing, row[at])))
    const { type } = weighing.column
    if (type.kind !== 'text') {
      parts.push(values)
      continue
    }
    const padded = (await paddedCollations(session, [type])).has(type.collation)
    const texts = [...new Set(values.filter((value) => value !== null))]
    const weights = await weightsOf(session, type, padded, texts)
    const byText = new Map(texts.map((text, place) => [text, weights[place] ?? '']))
    parts.push(values.map((value) => (value === null ? null : (byText.get(value) ?? null))))
  }
  return rows.map((_, row) => {
    const key = parts.map((part) => part[row] ?? null)
    return key.includes(null) ? null : JSON.stringify(key)
  })
}
