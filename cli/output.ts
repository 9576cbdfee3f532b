import Table from 'cli-table3'
import type { Text } from '#cli/messages.ts'
import type { Problem } from '#cli/problem.ts'

/** Text of others may hold control characters that move a terminal's cursor or set its title. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
export const clean = (value: string): string => value.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD')

const look = { style: { head: process.stdout.isTTY ? ['bold'] : [], border: [] }, chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } }

export type Cell = string | number | null | undefined

const shown = (cell: Cell): string => (cell === null || cell === undefined || cell === '' ? '-' : clean(typeof cell === 'number' ? count(cell) : cell))

/** A table with a head; numbers are grouped by thousands and stand right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const drawn = new Table({ ...look, head: [...head] })
  for (const row of rows) drawn.push(row.map((cell) => ({ content: shown(cell), hAlign: typeof cell === 'number' ? 'right' : 'left' })))
  return drawn.toString()
}

/** Name and value, a line each. */
export function facts(pairs: readonly (readonly [string, Cell])[]): string {
  const drawn = new Table({ ...look })
  for (const [name, value] of pairs) drawn.push([name, shown(value)])
  return drawn.toString()
}

export const count = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 })

export const percent = (share: number | null): string | null => (share === null ? null : `${(share * 100).toFixed(2)} %`)

/** `1:02:03` or `2:03`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const pad = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60) % 60
  return seconds < 3600 ? `${minutes}:${pad(seconds % 60)}` : `${Math.floor(seconds / 3600)}:${pad(minutes)}:${pad(seconds % 60)}`
}

const korea = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short', timeStyle: 'medium' })
/** Korea Standard Time, as everywhere in the console. */
export const moment = (iso: string | null): string | null => (iso === null ? null : `${korea.format(new Date(iso))} KST`)

/** A problem as people read it: what, why, which field, and the cure. */
export function problemText(found: Problem, text: Text): string {
  const lines = [`${text('error.label')}: ${found.title} (${found.code})`]
  if (found.detail && found.detail !== found.title) lines.push(`  ${found.detail}`)
  for (const field of found.errors ?? [])
    lines.push(`  ${[field.path || '-', field.detail === field.path ? null : field.detail].filter(Boolean).join(': ')} (${field.code})`)
  if (found.fix) lines.push(`  ${text('label.fix')}: ${found.fix}`)
  if (found.requestId) lines.push(`  ${text('label.request')}: ${found.requestId}`)
  return lines.map(clean).join('\n')
}
