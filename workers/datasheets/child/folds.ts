import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import type { Weigher } from '#workers/datasheets/child/weigher.ts'

type Text = Extract<ColumnDef['type'], { kind: 'text' }>
export type Row = readonly (string | null)[]
/** Texts at a place of the rows, to be weighed as this type says; `cut`: so many characters count. */
export type Weighed = { type: Text; place: number; cut: number | null }

/** Texts that differ are not the same: collations by code point that do not pad. The others of that kind take spaces at the end for nothing. */
const isExact = ({ collation }: Text): boolean => collation === 'binary' || /_(?:nopad|0900)_bin$/.test(collation)

/** Types of a table's texts that can be the same to the server although they differ, one of each collation. */
export function foldedTypes({ columns }: TableDef): Text[] {
  const byCollation = new Map(columns.flatMap(({ type }) => (type.kind === 'text' && !isExact(type) ? [[type.collation, type] as const] : [])))
  return [...byCollation.values()]
}

/** What is weighed of rows whose values stand in the order of `columns`, because of the table's keys and the columns that rules name. */
export function weighedIn(table: TableDef, columns: readonly string[], named: readonly string[]): Weighed[] {
  return columns.flatMap((name, place): Weighed[] => {
    const type = table.columns.find((column) => column.name === name)?.type
    if (type?.kind !== 'text' || isExact(type) || !named.includes(name)) return []
    const cuts = table.uniqueKeys.flatMap((key) => (key.columns.includes(name) ? [key.prefixes?.[key.columns.indexOf(name)] ?? null] : []))
    return [...new Set([null, ...cuts])].map((cut) => ({ type, place, cut }))
  })
}

/** What the texts of one batch of rows weigh: rules ask text by text, and the server is asked for all of them at once. */
export class Folds {
  private readonly weigher: Weigher
  private readonly known = new Map<string, Map<string, string>>()

  constructor(weigher: Weigher) {
    this.weigher = weigher
  }

  /** Forgets the batch before and weighs the texts of this one. */
  async prepare(weighed: readonly Weighed[], rows: readonly Row[]): Promise<void> {
    this.known.clear()
    for (const [, same] of Map.groupBy(weighed, ({ type }) => type.collation)) {
      const texts = new Set<string>()
      for (const { place, cut } of same) {
        for (const row of rows) {
          const text = row[place] ?? null
          if (text !== null) texts.add(cut === null ? text : [...text].slice(0, cut).join(''))
        }
      }
      const type = (same[0] as Weighed).type
      const weights = await this.weigher.weigh(type, [...texts])
      this.known.set(type.collation, new Map([...texts].map((text, at) => [text, weights[at] ?? text])))
    }
  }

  /** For rules on a table: the same answer for texts that are the same to the server. */
  foldOf({ columns }: TableDef): (column: string, value: string) => string {
    const collations = new Map(columns.flatMap(({ name, type }) => (type.kind === 'text' ? [[name, type.collation] as const] : [])))
    return (column, value) => this.known.get(collations.get(column) ?? '')?.get(value) ?? value
  }
}
