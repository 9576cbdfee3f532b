/** Something that a person has to know about a sheet: an error keeps its table from being applied, a warning does not. */
export type Finding = {
  level: 'error' | 'warning'
  /** Message key `datasheets.findings.<code>`, which says the rule and the cure. */
  code: string
  /** The file's name as uploaded. */
  file: string
  sheet: string | null
  /** `F120`; of a finding about a whole row the address of its first cell. Null for a sheet, a table or a file. */
  cell: string | null
  table: string | null
  column: string | null
  /** What stands there, shortened to 200 characters. */
  value: string | null
  /** What the message names: limits, other cells, nearest names. */
  params: Readonly<Record<string, string | number>>
}
