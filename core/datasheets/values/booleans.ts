import type { SheetCell } from '#core/datasheets/cell.ts'
import { parseDecimal, plainText } from './decimal.ts'
import { problem, type Read } from './read.ts'

/** What people write for yes and no; upper and lower case are the same. */
export const yesWords = ['1', 'true', 't', 'yes', 'y', 'on', '참', '예'] as const
export const noWords = ['0', 'false', 'f', 'no', 'n', 'off', '거짓', '아니요'] as const

const words = new Map<string, '0' | '1'>([...yesWords.map((word) => [word, '1'] as const), ...noWords.map((word) => [word, '0'] as const)])
const unknown = problem('boolean_unknown', { yes: yesWords.join(', '), no: noWords.join(', ') })

/** Reads TINYINT(1) and BIT(1): TRUE and FALSE of the spreadsheet, 1 and 0, and the declared words. Anything else is refused. */
export function booleanReader(): (cell: SheetCell) => Read {
  return (cell) => {
    if (cell.kind === 'date' || cell.style !== 'plain') return problem('number_is_date', { number: cell.raw.slice(0, 40) })
    if (cell.raw === '1' || cell.raw === '0') return cell.raw
    const text = cell.raw.trim().toLowerCase()
    const number = parseDecimal(text)
    return words.get(number ? plainText(number) : text) ?? unknown
  }
}
