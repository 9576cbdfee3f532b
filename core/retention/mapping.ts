/**
 * What the queries need to know of one family: its indices, whether `body` is nested there, and the name to query each body
 * field by. `unfit` are fields that the cluster must not be asked to group by or to add up: they are read from the documents.
 */
export type FamilyMapping = {
  indices: readonly string[]
  nested: boolean
  fields: Readonly<Record<string, string>>
  unfit?: readonly string[]
}

/** How a log source is mapped. A family without an index is absent from `families`. */
export type LogMapping = {
  /** Aggregatable name of the player's id. */
  uid: string
  /** Aggregatable name of the account; null when there is none. */
  authId: string | null
  families: Readonly<Record<string, FamilyMapping>>
  /** Indices whose body is nested, of whatever family. */
  nestedIndices?: readonly string[]
}
