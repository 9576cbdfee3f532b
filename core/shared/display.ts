/** How the rows of all tables stand. */
export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]
/** `narrow`: signs without words. */
export const menus = ['wide', 'narrow'] as const

/** How a person likes the console to look, in every browser. */
export type Display = {
  density: Density
  menu: (typeof menus)[number]
  /** Columns that are not shown, by table. */
  hiddenColumns: Record<string, string[]>
  /** Analyses at hand on the home page, the latest first. */
  pins: string[]
}

/** What is left out stays as it is. Of the columns each table stands for itself, and an empty list shows all of its columns. */
export type DisplayChange = Partial<Display>

export const standardDisplay: Display = { density: 'comfortable', menu: 'wide', hiddenColumns: {}, pins: [] }

/** More than any person needs, and few enough to be kept in one row. */
export const displayCaps = { tables: 40, columns: 40, pins: 12, idLength: 40 } as const

/** Two changes as one: what the later says of the same thing holds. */
export function joinChanges(first: DisplayChange, then: DisplayChange): DisplayChange {
  const hiddenColumns = first.hiddenColumns || then.hiddenColumns ? { hiddenColumns: { ...first.hiddenColumns, ...then.hiddenColumns } } : {}
  return { ...first, ...then, ...hiddenColumns }
}

/** The display after a change, within the caps: what is too much is dropped, the newest tables and first pins stay. */
export function changedDisplay(display: Display, change: DisplayChange): Display {
  const joined = { ...display, ...joinChanges(display, change) }
  const tables = Object.entries(joined.hiddenColumns).filter(([, columns]) => columns.length > 0)
  return { ...joined, hiddenColumns: Object.fromEntries(tables.slice(-displayCaps.tables)), pins: joined.pins.slice(0, displayCaps.pins) }
}
