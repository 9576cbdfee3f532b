import type { SheetCell } from '#core/datasheets/cell.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import { numberOfRaw } from './cell-number.ts'
import { plainText } from './decimal.ts'
import { type Params, problem, type Read, warned } from './read.ts'

const SHOWN = 20

/** The labels for a message, not more than 20 of them. */
const listed = (labels: readonly string[]): string => labels.slice(0, SHOWN).join(', ') + (labels.length > SHOWN ? ', …' : '')

const hint = (text: string, labels: readonly string[]): Params => ({
  labels: listed(labels),
  ...hintOf(nearestName(text.slice(0, 64), labels.slice(0, 500))),
})

/** A number cell in a column of labels: only where a label is spelled like that. The server would take it for a position. */
function numberLabel(cell: SheetCell, known: ReadonlySet<string>, labels: readonly string[]): Read {
  const read = cell.style === 'plain' ? numberOfRaw(cell.raw) : null
  const text = read ? plainText(read.number) : null
  return text !== null && known.has(text) ? warned(text, 'number_as_text') : problem('enum_number', { labels: listed(labels) })
}

/** So many unknown labels are remembered with what was probably meant: looking for the nearest costs more than all the rest. */
const REMEMBERED = 200

function remembering(make: (text: string) => Read): (text: string) => Read {
  const made = new Map<string, Read>()
  return (text) => {
    const found = made.get(text) ?? make(text)
    if (made.size < REMEMBERED) made.set(text, found)
    return found
  }
}

/** Reads one label, letter for letter. */
export function enumReader(labels: readonly string[]): (cell: SheetCell) => Read {
  const known = new Set(labels)
  const unknown = remembering((text) => problem('enum_unknown', hint(text, labels)))
  return (cell) => {
    if (cell.kind === 'number') return numberLabel(cell, known, labels)
    const text = cell.kind === 'boolean' ? (cell.raw === '1' ? 'TRUE' : 'FALSE') : cell.raw
    return known.has(text) ? text : unknown(text)
  }
}

/** Reads labels with commas between them; canonical in the order in which the column declares them, each once. */
export function setReader(labels: readonly string[]): (cell: SheetCell) => Read {
  const known = new Set(labels)
  const unknown = remembering((label) => problem('set_unknown', { label: label.slice(0, 60), ...hint(label, labels) }))
  return (cell) => {
    if (cell.kind === 'number') return numberLabel(cell, known, labels)
    if (cell.raw === '') return ''
    const chosen = new Set<string>()
    for (const part of cell.raw.split(',')) {
      const label = known.has(part) ? part : part.trim()
      if (!known.has(label)) return unknown(label)
      chosen.add(label)
    }
    return labels.filter((label) => chosen.has(label)).join(',')
  }
}
