import { compareShares } from '#core/retention/statistics.ts'
import type { Analysis } from '#features/retention/schema.ts'

/** One line of a comparison, as values that are shown and compared; null is not known. */
export type Line = { name: string; a: string | null; b: string | null; same: boolean }

const line = (name: string, a: string | null, b: string | null): Line => ({ name, a, b, same: a === b })

export type DefinitionTexts = {
  identity: (of: Analysis) => string
  instant: (iso: string, zone: string) => string
  duration: (ms: number) => string
  all: string
  none: string
}

/** What was asked of each, line by line. */
export function definitionLines(a: Analysis, b: Analysis, texts: DefinitionTexts): Line[] {
  const both = (name: string, of: (analysis: Analysis) => string) => line(name, of(a), of(b))
  const metrics = ({ metrics: list }: Analysis) => list.map(({ name, version }) => `${name} v${version}`).join(', ')
  return [
    both('source', ({ source }) => source),
    both('from', ({ from, zone }) => texts.instant(from, zone)),
    both('to', ({ to, zone }) => texts.instant(to, zone)),
    both('identity', texts.identity),
    both('lookback', ({ lookbackDays }) => (lookbackDays === null ? texts.all : String(lookbackDays))),
    both('sample', ({ sample }) => (sample === null ? texts.all : String(sample))),
    both('gap', ({ gapSeconds }) => texts.duration(gapSeconds * 1_000)),
    both('cap', ({ sessionCapSeconds: cap }) => (cap === null ? texts.none : texts.duration(cap * 1_000))),
    both('metrics', metrics),
    both('hash', ({ receipt }) => receipt?.definitionHash.slice(0, 12) ?? texts.none),
  ]
}

/** One number of both, their difference b - a, and where shares are compared how likely such a difference is by chance. */
export type Figure = {
  name: string
  kind: 'count' | 'share' | 'minutes'
  a: number | null
  b: number | null
  difference: number | null
  test: { z: number; p: number } | null
}

type Side = NonNullable<Analysis['summary']>

const figure = (name: string, kind: Figure['kind'], a: number | null, b: number | null): Figure => ({
  name,
  kind,
  a,
  b,
  difference: a === null || b === null ? null : b - a,
  test: null,
})

function shareFigure(name: string, a: { hits: number | null; total: number }, b: { hits: number | null; total: number }): Figure {
  const share = ({ hits, total }: typeof a): number | null => (hits === null || total === 0 ? null : hits / total)
  const test = a.hits === null || b.hits === null ? null : compareShares({ hits: a.hits, total: a.total }, { hits: b.hits, total: b.total })
  return { ...figure(name, 'share', share(a), share(b)), test: test && { z: test.z, p: test.p } }
}

/** The numbers of two analyses side by side. Steps of the funnel are shares of all players; only steps that both have. */
export function figuresOf(a: Side, b: Side): Figure[] {
  const steps = a.funnel.filter((step) => b.funnel.some((other) => other.column === step.column))
  const playersAt = (side: Side, column: string): number | null => side.funnel.find((step) => step.column === column)?.players ?? null
  return [
    figure('players', 'count', a.players, b.players),
    shareFigure('d1', { hits: a.retainedD1, total: a.ripeD1 }, { hits: b.retainedD1, total: b.ripeD1 }),
    figure('activeMean', 'minutes', a.activeMinutesMean, b.activeMinutesMean),
    figure('activeMedian', 'minutes', a.activeMinutesMedian, b.activeMinutesMedian),
    ...steps.map(({ column }) => shareFigure(column, { hits: playersAt(a, column), total: a.players }, { hits: playersAt(b, column), total: b.players })),
  ]
}

type Format = {
  number: (value: number) => string
  bytes: (value: number) => string
  duration: (ms: number) => string
  instant: (iso: string) => string
  none: string
}

/** What was read for each. */
export function receiptLines(a: Analysis, b: Analysis, format: Format): Line[] {
  const both = (name: string, of: (receipt: NonNullable<Analysis['receipt']>) => string | null) =>
    line(name, a.receipt && of(a.receipt), b.receipt && of(b.receipt))
  return [
    both('snapshot', ({ snapshotOpenedAt }) => format.instant(snapshotOpenedAt)),
    both('horizon', ({ horizon }) => horizon && format.instant(horizon)),
    both('indices', ({ indices }) => format.number(indices.length)),
    both('documentsAll', ({ indices }) => format.number(indices.reduce((sum, index) => sum + index.documents, 0))),
    both('documents', ({ documents }) => format.number(documents)),
    both('requestCount', ({ requests }) => format.number(requests)),
    both('bytes', ({ bytes }) => format.bytes(bytes)),
    both('duration', ({ durationMs }) => format.duration(durationMs)),
    both('seenBefore', ({ seenBefore }) => format.number(seenBefore)),
    both('severalAccounts', ({ severalAccounts }) => (severalAccounts === null ? null : format.number(severalAccounts))),
    both('withoutUid', ({ documentsWithoutUid }) => format.number(documentsWithoutUid)),
    both('notCollected', ({ notCollected }) => notCollected.join(', ') || format.none),
    both('version', ({ source }) => `OpenSearch ${source.version}`),
  ]
}
