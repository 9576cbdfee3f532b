/** Characters that nobody sees: spaces of no width, joiners, byte order marks, soft hyphens. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const prefix = /^(tb|t|tbl)_+(?=.)/i

// What is taken out brings marks together that then have an order of their own: texts are normalised last as well.
/** A header as headers are compared: width, case, surrounding and repeated spaces do not count. */
export const foldHeader = (text: string): string => text.normalize('NFKC').replace(invisible, '').toLowerCase().replace(/\s+/g, ' ').trim().normalize('NFKC')

/** A name of a sheet or table as names are compared: nothing but letters and digits counts, so that `LevelGuide` is `level_guide`. */
export const foldName = (text: string): string =>
  foldHeader(text)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    .normalize('NFKC')

/** `tb_mission` without what studios put before the names of tables. */
export const withoutPrefix = (table: string): string => table.replace(prefix, '')

/** `level_guide` as the model of it is called: `LevelGuide`. */
export const modelName = (table: string): string =>
  withoutPrefix(table)
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

/** Excel cuts the name of a sheet here (UTF-16 units, as it counts). */
export const sheetNameLimit = 31
const cut = (name: string): string => name.slice(0, sheetNameLimit)

/** A way in which a sheet can be called like something: what is looked up for the sheet, and under what its candidates are found. */
type Way = { sheet: (sheet: string) => string; names: (candidate: string) => readonly string[] }
const exactly: Way = { sheet: (sheet) => sheet, names: (name) => [name] }
const folded: Way = { sheet: foldName, names: (name) => [foldName(name)] }
const unprefixed: Way = { sheet: foldName, names: (name) => [foldName(withoutPrefix(name))] }
/** Only a name that has the full length can have been cut. */
const cutBy = (forms: readonly ((name: string) => string)[]): Way => ({
  sheet: (sheet) => (sheet.length === sheetNameLimit ? foldName(sheet) : ''),
  names: (name) => forms.map((form) => foldName(cut(form(name)))),
})

/** The surest way first. */
const waysToTables: readonly Way[] = [exactly, folded, unprefixed, cutBy([(name) => name, withoutPrefix, modelName])]
const waysToSheets: readonly Way[] = [exactly, folded, cutBy([(name) => name])]

function finderOf(ways: readonly Way[], candidates: readonly string[]): (sheet: string) => readonly string[] {
  const indices = ways.map((way) => {
    const index = new Map<string, Set<string>>()
    for (const candidate of candidates) for (const name of way.names(candidate)) index.set(name, (index.get(name) ?? new Set()).add(candidate))
    return { way, index }
  })
  return (sheet) => {
    for (const { way, index } of indices) {
      const name = way.sheet(sheet)
      const found = name && index.get(name)
      if (found) return [...found]
    }
    return []
  }
}

/** The tables that a sheet is called after, by the surest way that finds any; more than one is ambiguous. Plurals are not guessed. */
export const tableFinder = (tables: readonly string[]): ((sheet: string) => readonly string[]) => finderOf(waysToTables, tables)

/** The same for names of sheets that a mapping writes down. */
export const sheetFinder = (sheets: readonly string[]): ((sheet: string) => readonly string[]) => finderOf(waysToSheets, sheets)
