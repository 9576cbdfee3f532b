import { jsonText } from '#core/datasheets/values/json.ts'
import { type JsonValue, parseJson } from '#core/datasheets/values/json-parse.ts'

/** One place in a JSON document that changed, as `$.reward[2].count`; null: it is not there on that side. Values as canonical text. */
export type JsonChange = { path: string; old: string | null; next: string | null }
type Side = { there: boolean; value: JsonValue }
type Pair = { path: string; old: Side; next: Side }

const isObject = (value: JsonValue): value is ReadonlyMap<string, JsonValue> => value instanceof Map
const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/
const step = (key: string): string => (plainName.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`)
const missing: Side = { there: false, value: null }

function membersOf({ path, old, next }: Pair): Pair[] | null {
  const [a, b] = [old.value, next.value]
  if (!old.there || !next.there) return null
  if (isObject(a) && isObject(b)) {
    const side = (of: ReadonlyMap<string, JsonValue>, key: string): Side => (of.has(key) ? { there: true, value: of.get(key) as JsonValue } : missing)
    return [...new Set([...a.keys(), ...b.keys()])].map((key) => ({ path: path + step(key), old: side(a, key), next: side(b, key) }))
  }
  if (!Array.isArray(a) || !Array.isArray(b)) return null
  const side = (of: readonly JsonValue[], at: number): Side => (at < of.length ? { there: true, value: of[at] as JsonValue } : missing)
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => ({ path: `${path}[${at}]`, old: side(a, at), next: side(b, at) }))
}

const textOf = ({ there, value }: Side): string | null => (there ? jsonText(value) : null)

function* changesIn(pair: Pair): Generator<JsonChange> {
  const [old, next] = [textOf(pair.old), textOf(pair.next)]
  if (old === next) return
  const members = membersOf(pair)
  if (members) for (const member of members) yield* changesIn(member)
  else yield { path: pair.path, old, next }
}

const documentOf = (text: string): Side | null => {
  const parsed = /^[{[]/.test(text) ? parseJson(text) : null
  return parsed && 'value' in parsed ? { there: true, value: parsed.value } : null
}

/**
 * Where two JSON documents differ, by value: objects member by member, lists place by place; at most `most` of them, and whether there are more.
 * Null where one of the texts is no object and no list.
 */
export function jsonChanges(old: string, next: string, most: number): { changes: JsonChange[]; more: boolean } | null {
  const [a, b] = [documentOf(old), documentOf(next)]
  if (!a || !b) return null
  const changes: JsonChange[] = []
  for (const change of changesIn({ path: '$', old: a, next: b })) {
    if (changes.length === most) return { changes, more: true }
    changes.push(change)
  }
  return { changes, more: false }
}
