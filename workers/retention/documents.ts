import type { Member } from '#core/retention/cohort.ts'
import { contributionsOf, namesExactly, Tally } from '#core/retention/documents.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { type Metric, windowOf } from '#core/retention/metrics.ts'
import type { DocumentsPass } from '#core/retention/plan.ts'
import { documentHits } from '#core/retention/queries/hits.ts'
import { type Range, within } from '#core/retention/window.ts'
import { type Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { type HitsPass, idText, instantOf, readHits } from '#workers/retention/hits.ts'
import { type Key, type Members, placesBy } from '#workers/retention/keys.ts'
import type { Scan } from '#workers/retention/scan.ts'

/** A metric that is worked out from documents; it learns from chunk to chunk how many there are. */
export type DocumentsReading = { pass: DocumentsPass; keys: readonly { key: Key; hits: HitsPass }[] }

export const prepareDocuments = (mapping: LogMapping, pass: DocumentsPass, keys: readonly Key[]): DocumentsReading => ({
  pass,
  // Whom a document names does not depend on whose it is: those are asked for once.
  keys: (pass.metric.subject === null ? keys : keys.slice(0, 1)).map((key) => ({
    key,
    hits: { query: documentHits(mapping, pass.mapping, pass.metric, key.field), perMember: 0 },
  })),
})

/** Why documents that were read do not make a number. */
const uncountable = ({ rule }: Metric): Refusal =>
  rule.kind === 'distinct'
    ? refuse('field_not_exact', 422, { field: rule.field, type: 'long' })
    : refuse('field_not_number', 422, { field: 'field' in rule ? rule.field : '', type: 'text' })

/** The metric's number of each player of a chunk. */
export async function readDocumentColumn(scan: Scan, reading: DocumentsReading, members: Members): Promise<number[]> {
  const { metric, mapping } = reading.pass
  const tallies = members.map(() => new Tally())
  for (const { key, hits: pass } of reading.keys) {
    const places = placesBy(members, metric.subject === null ? key.of : ({ uid }) => uid)
    const named = members.flatMap((member) => {
      const uid = metric.subject === null ? key.of(member) : member.uid
      return uid === null ? [] : [{ uid, firstMs: member.firstMs }]
    })
    if (named.length === 0) continue
    const rangeOf = (some: readonly { firstMs: number }[]): Range => ({
      from: windowOf(some[0]?.firstMs ?? 0, metric.window).from,
      to: windowOf(some.at(-1)?.firstMs ?? 0, metric.window).to,
    })
    for (const hit of await readHits(scan, pass, named, rangeOf)) {
      if (metric.subject !== null && !namesExactly(hit._source, metric.subject))
        throw new RunFailure(refuse('field_not_exact', 422, { field: metric.subject, type: 'long' }))
      const carried = metric.subject === null ? idText(hit, key.field) : null
      for (const contribution of contributionsOf(hit._source, metric, mapping.nested)) {
        for (const place of places.get(contribution.subject ?? carried ?? '') ?? []) {
          const member = members[place] as Member
          const known = key.besides && idText(hit, scan.mapping.uid) === member.uid
          if (!known && within(instantOf(hit), windowOf(member.firstMs, metric.window))) tallies[place]?.add(contribution)
        }
      }
    }
  }
  return tallies.map((tally) => {
    const value = tally.value(metric.rule)
    if (!Number.isFinite(value)) throw new RunFailure(uncountable(metric))
    return value
  })
}
