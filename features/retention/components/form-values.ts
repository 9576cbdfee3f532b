import { type IdentityRule, identities } from '#core/retention/identity.ts'
import { instantOf, wallClock, withOffset } from '#core/shared/zoned.ts'
import type { RequestBody } from '#features/retention/queries.ts'

/** The metric without which a sheet cannot tell who came back. */
export const neededMetric = 'retention_d1'
export const defaultGapMinutes = 5

/** The form as it stands: times are wall clocks of the source's zone, an empty number is "not set", `metrics` null is all of the catalogue. */
export type Values = {
  source: string
  from: string
  to: string
  identity: IdentityRule
  lookbackDays: number | ''
  sample: number | ''
  gapMinutes: number | ''
  capMinutes: number | ''
  metrics: string[] | null
}

export const emptyValues: Values = {
  source: '',
  from: '',
  to: '',
  identity: 'uid',
  lookbackDays: '',
  sample: '',
  gapMinutes: defaultGapMinutes,
  capMinutes: '',
  metrics: null,
}

const seconds = (minutes: number): number => Math.round(minutes * 60)

/** The question that the form asks; null while source or window are missing. What is left at its default is not sent. */
export function requestOf(values: Values, zone: string): RequestBody | null {
  const [from, to] = [instantOf(values.from, zone), instantOf(values.to, zone)]
  if (!values.source || from === null || to === null || to <= from) return null
  const { identity, lookbackDays, sample, gapMinutes, capMinutes, metrics } = values
  return {
    source: values.source,
    from: withOffset(from, zone),
    to: withOffset(to, zone),
    ...(identity === 'uid' ? {} : { identity }),
    ...(lookbackDays === '' ? {} : { lookbackDays }),
    ...(sample === '' ? {} : { sample }),
    ...(gapMinutes === '' || gapMinutes === defaultGapMinutes ? {} : { gapSeconds: seconds(gapMinutes) }),
    ...(capMinutes === '' ? {} : { sessionCapSeconds: seconds(capMinutes) }),
    ...(metrics === null ? {} : { metrics }),
  }
}

/** What an address says about a new analysis: names as in the request, instants with offset, metrics with commas. */
export type Asked = Partial<Record<'source' | 'from' | 'to' | 'identity' | 'lookbackDays' | 'sample' | 'gap' | 'cap' | 'metrics', string>>

const wallOf = (text: string | undefined, zone: string): string => {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? '' : wallClock(ms, zone)
}

const positive = (text: string | undefined): number | '' => {
  const value = Number(text)
  return text !== undefined && Number.isFinite(value) && value > 0 ? value : ''
}

/** Reads an address; what makes no sense is left as it is in an empty form. */
export function valuesOf(asked: Asked, source: string, zone: string): Values {
  const metrics = asked.metrics?.split(',').filter(Boolean)
  return {
    source,
    from: wallOf(asked.from, zone),
    to: wallOf(asked.to, zone),
    identity: identities.find((one) => one === asked.identity) ?? 'uid',
    lookbackDays: positive(asked.lookbackDays),
    sample: positive(asked.sample),
    gapMinutes: positive(asked.gap) || defaultGapMinutes,
    capMinutes: positive(asked.cap),
    metrics: metrics?.length ? metrics : null,
  }
}

const dayMs = 86_400_000

/** What is not over when the analysis starts: the window itself, or day 1 of its last players; null when all is. */
export function unfinished(request: Pick<RequestBody, 'to'>, nowMs: number): 'window' | 'day1' | null {
  const to = Date.parse(request.to)
  if (to > nowMs) return 'window'
  return to + 2 * dayMs > nowMs ? 'day1' : null
}
