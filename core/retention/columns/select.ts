import { type Condition, holds } from './conditions.ts'
import type { Numbers } from './numbers.ts'
import { everyRow, rowsMarked } from './order.ts'
import type { Codes } from './texts.ts'

/** Takes the rows from `kept` for which a condition on a numeric column does not hold. What is not known holds for `= null` alone. */
export function keepNumbers(kept: Uint8Array, { values, known }: Numbers, { operator, value }: Omit<Condition, 'column'>): void {
  for (let row = 0; row < kept.length; row++) {
    const unknown = known !== null && known[row] === 0
    if (value === null ? !unknown : unknown || !holds(operator, values[row] as number, value)) kept[row] = 0
  }
}

/** Takes the rows from `kept` whose text is another one; null asks for those of whom it is not known. */
export function keepCodes(kept: Uint8Array, { codes, entries }: Codes, text: string | null): void {
  const at = text === null ? 0 : entries.indexOf(text) + 1
  if (text !== null && at === 0) kept.fill(0)
  else for (let row = 0; row < kept.length; row++) if (codes[row] !== at) kept[row] = 0
}

/** The rows that are kept, in order. */
export const rowsKept = (kept: Uint8Array): Uint32Array => rowsMarked(everyRow(kept.length), kept, 1)
