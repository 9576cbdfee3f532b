/** What is wrong with a mapping, for its editor: message key `datasheets.mapping.issues.<code>`. */
export type MappingIssue = {
  level: 'error' | 'warning'
  /** Where it stands in the mapping, e.g. `tables.0.sheets.1.where.all.0`. */
  path: string
  code: string
  params: Readonly<Record<string, string | number>>
}

/** The same issues, told from a place further up. */
export const below = (path: string, issues: readonly MappingIssue[]): MappingIssue[] =>
  issues.map((issue) => ({ ...issue, path: issue.path ? `${path}.${issue.path}` : path }))
