import { describe, expect, it } from 'vitest'
import type { ExportOutcome, TableCounts } from '#features/datasheets/exports/schema.ts'
import { capOver, requestOf, verdictOf } from './view.ts'

const table = (name: string, rows: number | null, change: Partial<TableCounts['tables'][number]> = {}): TableCounts['tables'][number] => ({
  table: name,
  comment: '',
  rows,
  besideRows: null,
  columns: 10,
  sheets: [name],
  exportable: true,
  ...change,
})
const counts: TableCounts = {
  environment: { id: 'e', name: 'live', kind: 'production' },
  beside: null,
  tables: [table('item', 60), table('odd', 5, { exportable: false, sheets: [] }), table('other', null), table('quest', 50, { sheets: ['A', 'B'] })],
  caps: { rows: 100, cells: 1_000, sheets: 3 },
  countedAt: '2026-11-21T00:00:00.000Z',
}

describe('what is asked for', () => {
  it.each<[string[], object | null]>([
    [[], null],
    [['odd', 'other'], null],
    [['item'], { environment: 'e', format: 'xlsx', tables: ['item'] }],
    [['quest', 'item', 'odd'], { environment: 'e', format: 'xlsx' }],
  ])('with %j ticked is %j', (ticked, request) => {
    expect(requestOf(counts, new Set(ticked), 'xlsx')).toEqual(request)
  })
})

it.each<[string[], Partial<TableCounts['caps']>, object | null]>([
  [['item'], {}, null],
  [['item', 'quest', 'odd', 'other'], {}, { cap: 'rows', count: 110, most: 100 }],
  [['item', 'quest'], { rows: 110 }, { cap: 'cells', count: 1_100, most: 1_000 }],
  [['item', 'quest'], { sheets: 2 }, { cap: 'sheets', count: 3, most: 2 }],
])('%j with caps %j: %j', (ticked, caps, over) => {
  expect(capOver({ ...counts, caps: { ...counts.caps, ...caps } }, new Set(ticked))).toEqual(over)
})

it.each<[ExportOutcome['check'], string]>([
  [{ insert: 0, update: 0, delete: 0, errors: 0, keyless: [], at: '' }, 'same'],
  [{ insert: 0, update: 0, delete: 0, errors: 1, keyless: [], at: '' }, 'differs'],
  [{ insert: 0, update: 2, delete: 0, errors: 0, keyless: [], at: '' }, 'differs'],
  [{ insert: 0, update: 0, delete: 0, errors: 1, keyless: ['note'], at: '' }, 'keyless'],
  [{ insert: 0, update: 0, delete: 0, errors: 2, keyless: ['note'], at: '' }, 'differs'],
  [null, 'beyond'],
])('of %j is said: %s', (check, verdict) => {
  expect(verdictOf({ readAt: '', tables: [], left: [], bytes: 0, sha256: '', beyond: [], check })).toBe(verdict)
})
