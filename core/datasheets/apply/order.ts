import type { ForeignKey, TableDef } from '#core/datasheets/table.ts'

/** A foreign key that cannot be kept by the order of tables: it is NULL until everything is there. */
export type Deferred = { table: string; foreignKey: ForeignKey; nullable: readonly string[] }
export type TableOrder = {
  /** Tables that are referred to before those that refer to them. */
  order: readonly string[]
  /** Foreign keys of a table to itself, and those that close a circle, with their columns that can be NULL. */
  deferred: readonly Deferred[]
  /** Foreign keys of tables to themselves of which no column can be NULL: there the rows are put in order. */
  ordered: readonly { table: string; foreignKey: ForeignKey }[]
  /** Tables in a circle of foreign keys of which none can be NULL: nothing can be put in between them. */
  stuck: readonly string[]
}

const nullableOf = (table: TableDef, { columns }: ForeignKey): string[] =>
  columns.filter((name) => table.columns.some((column) => column.name === name && column.nullable && !column.generated))

/** The tables that nothing of the rest keeps from being next. */
function free(left: readonly TableDef[], cut: ReadonlySet<ForeignKey>): TableDef[] {
  const names = new Set(left.map(({ name }) => name))
  return left.filter(({ name, foreignKeys }) => !foreignKeys.some((key) => key.table !== name && names.has(key.table) && !cut.has(key)))
}

/** A foreign key among the rest that can be NULL meanwhile; null when there is none. */
function cuttable(left: readonly TableDef[], cut: ReadonlySet<ForeignKey>): { table: TableDef; foreignKey: ForeignKey } | null {
  const names = new Set(left.map(({ name }) => name))
  for (const table of left) {
    for (const foreignKey of table.foreignKeys) {
      if (foreignKey.table === table.name || !names.has(foreignKey.table) || cut.has(foreignKey)) continue
      if (nullableOf(table, foreignKey).length > 0) return { table, foreignKey }
    }
  }
  return null
}

function ofItself(tables: readonly TableDef[]): Pick<TableOrder, 'ordered'> & { deferred: Deferred[] } {
  const all = tables.flatMap((table) => table.foreignKeys.filter((key) => key.table === table.name).map((foreignKey) => ({ table, foreignKey })))
  const withNull = all.map(({ table, foreignKey }) => ({ table: table.name, foreignKey, nullable: nullableOf(table, foreignKey) }))
  return {
    deferred: withNull.filter(({ nullable }) => nullable.length > 0),
    ordered: withNull.filter(({ nullable }) => nullable.length === 0).map(({ table, foreignKey }) => ({ table, foreignKey })),
  }
}

/** In which order rows of these tables can be put in; taking them out is the reverse. Of tables that nothing connects, by name. */
export function tablesInOrder(tables: readonly TableDef[]): TableOrder {
  const { deferred, ordered } = ofItself(tables)
  const cut = new Set<ForeignKey>()
  const order: string[] = []
  let left = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  while (left.length > 0) {
    const next = free(left, cut)
    if (next.length > 0) {
      order.push(...next.map(({ name }) => name))
      left = left.filter((table) => !next.includes(table))
      continue
    }
    const circle = cuttable(left, cut)
    if (!circle) return { order, deferred, ordered, stuck: left.map(({ name }) => name) }
    cut.add(circle.foreignKey)
    deferred.push({ table: circle.table.name, foreignKey: circle.foreignKey, nullable: nullableOf(circle.table, circle.foreignKey) })
  }
  return { order, deferred, ordered, stuck: [] }
}

/**
 * Rows that refer to each other, in an order in which each comes after what it refers to; null where they go round in a circle. `own` and `target`
 * give the value that a row is found by and the one that it looks for (null: none; values that no row has are none of these rows').
 */
export function rowsInOrder<Row>(rows: readonly Row[], own: (row: Row) => string | null, target: (row: Row) => string | null): Row[] | null {
  const byValue = new Map(rows.flatMap((row): [string, Row][] => (own(row) === null ? [] : [[own(row) as string, row]])))
  const placed = new Set<Row>()
  const order: Row[] = []
  for (const row of rows) {
    const path = new Set<Row>()
    for (let at: Row | undefined = row; at && !placed.has(at); ) {
      if (path.has(at)) return null
      path.add(at)
      const wanted: string | null = target(at)
      const next: Row | undefined = wanted === null ? undefined : byValue.get(wanted)
      // A row that refers to itself waits for nobody.
      at = next === at ? undefined : next
    }
    for (const one of [...path].reverse()) {
      placed.add(one)
      order.push(one)
    }
  }
  return order
}
