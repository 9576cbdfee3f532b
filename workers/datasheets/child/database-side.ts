import type { FindingPlace } from '#core/datasheets/mapping/sheet-finding.ts'
import type { TableRead } from '#workers/datasheets/child/database-reader.ts'
import { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import { SpillReader } from '#workers/datasheets/child/spill.ts'
import type { TablePlan } from '#workers/datasheets/child/table-plan.ts'

const scanWindow = 1 << 20

/** All rows of a table of the database that rows are taken from, in the place of its sheets. */
export class DatabaseSide extends SheetSide {
  /** Takes up what the source's thread wrote where this side reads. */
  take({ rows, words }: TableRead): void {
    const reader = new SpillReader(this.path, 1, scanWindow)
    for (const [record, offset] of reader.all(words)) this.index.add(record, offset)
    reader.close()
    this.reads[0] = { rows, hiddenRows: 0, blankRows: 0, firstBlank: 0, keylessRows: 0 }
  }

  /** A row of a database stands in no sheet: it is named by its key. */
  override at(): undefined {
    return undefined
  }

  override nameOf(row: number): string {
    const { file, sheet } = this.keyPlace(row)
    return `${file} / ${sheet}`
  }

  override cellPlace(row: number, name: string | null): FindingPlace & { sheet: string } {
    const { reading } = this.plan.sources[0] as TablePlan['sources'][number]
    const values = this.valuesAt(row)
    const key = this.plan.key.map((column) => `${column.name} = ${this.valueOf(column.name, values, row) ?? 'NULL'}`).join(', ')
    const place = { file: reading.file, sheet: `${reading.sheet} (${key})`, table: this.plan.table.name }
    return name === null ? place : { ...place, column: name }
  }
}
