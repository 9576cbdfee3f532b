import { describe, expect, it } from 'vitest'
import { mapping } from '#core/datasheets/mapping/mapping.ts'
import { meantReading } from '#core/datasheets/mapping/tried.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

const column = (name: string): ColumnDef => ({
  name,
  type: { kind: 'integer', bytes: 4, unsigned: false, boolean: false },
  declared: 'int(11)',
  nullable: true,
  default: null,
  autoIncrement: false,
  generated: false,
  onUpdate: false,
  comment: '',
})
const table = (name: string, primaryKey: string[]): TableDef => ({
  name,
  comment: '',
  columns: [column('id'), column('kind')],
  primaryKey,
  uniqueKeys: [],
  foreignKeys: [],
  triggers: [],
})
const tables = [table('stuff', ['id']), table('keyless', [])]
const where = { left: 'kind', op: 'eq', right: 1 } as const
const meant = (sheet: string, body: unknown, wanted: string | null = null, paths: string[] = []) => {
  const issues = paths.map((path) => ({ level: 'error' as const, path, code: 'x', params: {} }))
  return meantReading({ file: 'a.xlsx', sheet, table: wanted }, mapping.parse(body), tables, issues)
}
const half = { tables: [{ table: 'stuff', key: ['nothing'], sheets: [{ sheet: 'A', where }, { sheet: 'B' }] }] }

describe('a mapping that is still being written', () => {
  it('says where a sheet belongs although slices, keys and other sheets are not right yet', () => {
    expect(meant('A', half)).toMatchObject({ reading: { table: { name: 'stuff' }, slice: where, tableMapping: { key: ['nothing'] } } })
    expect(meant('Keyless', {})).toMatchObject({ reading: { table: { name: 'keyless' }, slice: null } })
  })
  it('cuts out nothing by a condition that cannot be compiled', () => {
    expect(meant('A', half, null, ['tables.0.sheets.0.where'])).toMatchObject({ reading: { slice: null } })
    expect(meant('A', half, null, ['tables.0.sheets.1.where'])).toMatchObject({ reading: { slice: where } })
  })
  it('is overruled by the table that is asked for', () => {
    expect(meant('A', half, 'keyless')).toMatchObject({ reading: { table: { name: 'keyless' }, sheetMapping: { sheet: 'A', where: null } } })
  })
  it('tells an ignored sheet from one that nothing is called like', () => {
    expect(meant('Notes', { ignoreSheets: ['Notes'] })).toEqual({ ignored: true, findings: [] })
    expect(meant('Notes', {})).toMatchObject({ ignored: false, findings: [{ code: 'sheet_unmatched' }] })
  })
})
