import type { ColumnDef } from '#core/datasheets/table.ts'
import type { GameSession } from '#server/game-database.ts'

/** Texts of one statement: enough to make the way to the server cheap. */
const perStatement = 1_000
/** And their characters, of which each takes up to six digits: little enough for a packet of 16 MiB, which servers take at least unless they are told otherwise. */
const charactersPerStatement = 1 << 20

type Text = Extract<ColumnDef['type'], { kind: 'text' }>
/** Names of character sets and collations are the server's own, and letters, digits and `_`. */
const plainName = /^\w{1,64}$/

function nameOf(name: string): string {
  if (!plainName.test(name)) throw new Error(`not the name of a collation: ${name.slice(0, 80)}`)
  return name
}

/** What a text weighs under a collation, as hexadecimal digits: equal exactly for texts that the server takes for the same, in its order. */
const weightSql = (text: string, padded: boolean): string => `HEX(WEIGHT_STRING(${padded ? `TRIM(TRAILING ' ' FROM ${text})` : text}))`

/** The same for a column of a table. `quoted` is its name in backticks. */
export const columnWeightSql = (quoted: string, padded: boolean): string => weightSql(quoted, padded)

/** Collations among these that take spaces at the end for nothing. */
export async function paddedCollations(session: GameSession, types: readonly Text[]): Promise<Set<string>> {
  const wanted = [...new Map(types.map((type) => [type.collation, type])).values()]
  const padded = new Set<string>()
  for (const { charset, collation } of wanted) {
    const side = (text: string) => `CONVERT('${text}' USING ${nameOf(charset)})`
    const [row] = await session.query(`SELECT ${side('a')} COLLATE ${nameOf(collation)} = ${side('a ')} AS padded`)
    if (Number(row?.padded) === 1) padded.add(collation)
  }
  return padded
}

/** Texts in their order, as many at once as one statement takes; one that is longer stands alone. */
function* inStatements(texts: readonly string[]): Generator<readonly string[]> {
  let from = 0
  let characters = 0
  for (const [at, { length }] of texts.entries()) {
    if (at > from && (at - from === perStatement || characters + length > charactersPerStatement)) {
      yield texts.slice(from, at)
      from = at
      characters = 0
    }
    characters += length
  }
  if (from < texts.length) yield texts.slice(from)
}

/** Weights of texts that come from elsewhere, in their order. */
export async function weightsOf(session: GameSession, { charset, collation }: Text, padded: boolean, texts: readonly string[]): Promise<string[]> {
  const weights: string[] = []
  // As hexadecimal digits the texts pass whatever character sets the connection and the JSON functions have.
  const text = `CONVERT(CONVERT(UNHEX(given.digits) USING utf8mb4) USING ${nameOf(charset)}) COLLATE ${nameOf(collation)}`
  const sql = `SELECT ${weightSql(text, padded)} AS weight FROM JSON_TABLE(?, '$[*]' COLUMNS (place FOR ORDINALITY, digits LONGTEXT PATH '$')) AS given ORDER BY given.place`
  for (const some of inStatements(texts)) {
    const digits = some.map((one) => Buffer.from(one).toString('hex'))
    for (const { weight } of await session.query(sql, [JSON.stringify(digits)])) weights.push(String(weight ?? ''))
  }
  return weights
}
