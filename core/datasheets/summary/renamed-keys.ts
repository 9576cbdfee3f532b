import { keySet } from '#core/datasheets/rules/key-set.ts'

/** Rows of one kind that share all their other cells: none yet, exactly one, or several. */
type Side<R> = { row: R } | 'several' | undefined

export type RenamedKeys<R> = {
  /** `rest`: the cells beside the key, the same text for the same cells. */
  add: (op: 'insert' | 'delete', rest: string, row: R) => void
  /** Each delete with the insert that looks like it. */
  pairs: () => { removed: R; added: R }[]
}

/** More rows than this on one side are no edited keys but another table. */
const MOST_ROWS = 100_000

/**
 * Inserts and deletes that look like one row whose key was edited: all other cells are equal, and no second row on either side is like them. A hint,
 * nothing is applied by it. Remembers 16 to 48 bytes and two references per distinct row; nothing once there are more than 100,000 of a kind.
 */
export function renamedKeys<R>(): RenamedKeys<R> {
  const seen = keySet()
  const sides: { insert: Side<R>; delete: Side<R> }[] = []
  const rows = { insert: 0, delete: 0 }
  return {
    add: (op, rest, row) => {
      if (++rows[op] > MOST_ROWS) return
      const before = seen.add(rest)
      if (before < 0) sides.push({ insert: undefined, delete: undefined })
      const side = sides[before < 0 ? sides.length - 1 : before]
      if (side) side[op] = side[op] === undefined ? { row } : 'several'
    },
    pairs: () => {
      if (rows.insert > MOST_ROWS || rows.delete > MOST_ROWS) return []
      return sides.flatMap(({ insert, delete: removed }) =>
        typeof insert === 'object' && typeof removed === 'object' ? [{ removed: removed.row, added: insert.row }] : [],
      )
    },
  }
}
