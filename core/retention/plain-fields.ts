import { z } from 'zod'
import type { PlainFields } from './queries/first-logins.ts'

const field = z.looseObject({ type: z.string().default('object'), fields: z.record(z.string(), z.looseObject({ type: z.string() })).optional() })
const answer = z.record(
  z.string(),
  z.object({ mappings: z.record(z.string(), z.looseObject({ full_name: z.string().optional(), mapping: z.record(z.string(), field).default({}) })) }),
)

/** Settings of a keyword that make its index say something else than the documents do. */
const telling = ['normalizer', 'null_value', 'script']
const isPlain = (mapping: Record<string, unknown>): boolean =>
  mapping.type === 'keyword' && mapping.doc_values !== false && telling.every((name) => mapping[name] === undefined || mapping[name] === null)

/** The name of a plain keyword at a path of one index; null where there is none. */
function plainName(mappings: z.infer<typeof answer>[string]['mappings'], path: string): string | null {
  const own = Object.values(mappings[path]?.mapping ?? {})[0]
  if (!own) return null
  if (isPlain(own)) return path
  const sub = own.fields?.keyword
  return own.type === 'text' && sub && isPlain(sub) ? `${path}.keyword` : null
}

/**
 * Reads an answer of `_mapping/field` on what first logins say: the names under which all of `indices` hold it as their
 * documents do (a text that is too long for its index is left out of it, and then found in the document). Null where one
 * of them is missing, is not a keyword, or is changed on its way in.
 */
export function plainFieldsOf(
  body: unknown,
  indices: readonly string[],
  paths: { account: string; country: string; device: string },
  nested: boolean,
): PlainFields | null {
  const read = answer.safeParse(body)
  if (!read.success || indices.length === 0) return null
  const nameOf = (path: string): string | null => {
    const names = new Set(indices.map((index) => plainName(read.data[index]?.mappings ?? {}, path)))
    return names.size === 1 ? ([...names][0] ?? null) : null
  }
  const [account, country, device] = [nameOf(paths.account), nameOf(paths.country), nameOf(paths.device)]
  return account === null || country === null || device === null ? null : { account, country, device, nested }
}
