import type { CellWriter } from '#core/datasheets/export/cell-writer.ts'
import { readBlank } from '#core/datasheets/export/reads.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'

/** Looks words up by their key under `datasheets.exports.note`. */
export type Say = (key: string, params?: Record<string, string>) => string

/** What a blank cell is, in words. */
function blankWord(blank: unknown): string {
  if (blank === null) return 'blank_null'
  if (blank === '') return 'blank_empty'
  return typeof blank === 'object' && 'default' in blank ? 'blank_default' : 'blank_refused'
}

/** What stands at the header of a column: its type, what a blank cell is, and the tokens for NULL and for an empty text. A line each. */
export function headerNote({ column, reads }: CellWriter, mapping: ColumnMapping | undefined, isKey: boolean, say: Say): string {
  const all = { ...reads, ...mapping }
  return [
    column.comment,
    isKey ? say('key', { type: column.declared }) : column.declared,
    say(blankWord(readBlank(column, all))),
    all.nullToken === undefined ? '' : say('null_token', { token: all.nullToken }),
    all.emptyToken === undefined ? '' : say('empty_token', { token: all.emptyToken }),
  ]
    .filter((line) => line !== '')
    .join('\n')
}
