import { type MetricName, metrics } from './metrics.ts'

/** One new player as computed: null where nothing is known, a metric null where it is not collected or not over yet. */
export type SheetRow = {
  seq: number
  uid: string
  account: string | null
  nickname: string | null
  firstMs: number
  country: string | null
  device: string | null
  activeSeconds: number
  metrics: Record<MetricName, number | null>
}

export const metricNames: readonly MetricName[] = metrics.map((metric) => metric.name)

export const UNKNOWN = 'N/A'

export const retentionStatuses = ['Retained_d1', 'Retained_d0', 'Unripe_d1'] as const
export type RetentionStatus = (typeof retentionStatuses)[number]

/** What the sheet calls a player's day 1: null means that it was not over when the snapshot was opened. */
export const statusOf = (retentionD1: number | null): RetentionStatus =>
  retentionD1 === null ? 'Unripe_d1' : retentionD1 === 1 ? 'Retained_d1' : 'Retained_d0'
