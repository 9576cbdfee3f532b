import { z } from 'zod'
import { LAST_DAY, METRIC_NAME } from '#core/retention/catalogue.ts'
import { pageOf, paging } from '#core/shared/paging.ts'

const instant = z.iso.datetime({ offset: true })
const field = z
  .string()
  .regex(/^[\p{L}\p{N}_@-]+(\.[\p{L}\p{N}_@-]+)*$/u)
  .max(191)
const name = z.string().regex(METRIC_NAME, { error: 'metric_name' })

const condition = z.strictObject({ field, equals: z.union([z.string().max(500), z.number(), z.boolean()]) })
const rule = z.discriminatedUnion('kind', [
  /** How many documents. */
  z.strictObject({ kind: z.literal('documents') }),
  /** 1 when there is a document, else 0. */
  z.strictObject({ kind: z.literal('any') }),
  /** The sum of a numeric field. */
  z.strictObject({ kind: z.literal('sum'), field }),
  /** How many different values a field has, exactly. */
  z.strictObject({ kind: z.literal('distinct'), field }),
])
/** Days of 24 hours after the first login, half-open. */
const window = z.strictObject({
  fromDay: z
    .int()
    .min(0)
    .max(LAST_DAY - 1),
  toDay: z.int().min(1).max(LAST_DAY),
})

const body = {
  /** What people read above the column. */
  label: z.string().trim().min(1).max(100),
  /** The part of an index name after the source's prefix. */
  family: z.string().regex(/^[a-z0-9][a-z0-9_]{0,98}$/),
  /** All of them hold; those on `body` for one and the same body object. */
  where: z.array(condition).max(10),
  rule,
  /** Field that names the player; null: the document's own identity. */
  subject: field.nullable(),
  window,
}

export const metricBody = z.strictObject(body)

export const metricRequest = z
  .strictObject({ name, ...body, where: body.where.default([]), subject: body.subject.default(null), window: body.window.default({ fromDay: 0, toDay: 1 }) })
  .meta({ id: 'MetricRequest' })

/** What is left out stays. `active` false: new analyses do not compute it any more. */
export const metricChange = z
  .strictObject({ ...body, active: z.boolean() })
  .partial()
  .meta({ id: 'MetricChange' })

export const metric = z
  .object({
    name: z.string(),
    ...body,
    version: z.int(),
    /** Whether new analyses compute it. */
    active: z.boolean(),
    /** Brought along by the console: it can be switched off but not changed. */
    builtIn: z.boolean(),
    /** Null for what the console brought along. */
    author: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Metric' })
export const metricPage = pageOf(metric).meta({ id: 'MetricPage' })
/** A page holds the whole catalogue unless it is asked for less. */
export const metricQuery = z.strictObject({
  ...paging,
  pageSize: paging.pageSize.unwrap().default(500),
  /** Part of a name, a label, a log family or a field, whatever the case of its letters. */
  q: z.string().trim().max(200).optional(),
  family: z.string().max(100).optional(),
  state: z.enum(['on', 'off']).optional(),
})
/** The metrics alone, for those who want all of them. */
export const metricList = z.object({ items: z.array(metric) })
/** All versions of one metric, the latest first. */
export const metricVersions = z.object({ items: z.array(metric) }).meta({ id: 'MetricVersions' })

export const tryRequest = z
  .strictObject({
    /** Name or id of a log source. */
    source: z.string().min(1).max(100),
    uid: z.string().min(1).max(512),
    /** A metric of the catalogue by name, or one that is not kept yet. */
    metric: z.union([name, metricRequest]),
    /** Instant of the first login, to the millisecond. */
    at: instant.optional(),
    /** Takes the player's first login from here on instead; without both the first of all. */
    from: instant.optional(),
    /** Whether the documents themselves are wanted; that is kept in the audit. */
    documents: z.boolean().optional(),
  })
  .meta({ id: 'MetricTryRequest' })

export const tryAnswer = z
  .object({
    metric: z.string(),
    uid: z.string(),
    firstLogin: z.iso.datetime(),
    /** When the metric looks at this player. */
    window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
    /** Null while its days are not over, or where its log family has no index. */
    value: z.number().nullable(),
    reason: z.enum(['not_over', 'not_collected']).nullable(),
    /** How many documents counted, and the first 20 in order of time. */
    documents: z.int(),
    items: z.array(
      z.object({
        index: z.string(),
        id: z.string(),
        at: z.iso.datetime(),
        adds: z.union([z.number(), z.array(z.string())]),
        /** The whole document; null where it is larger than 32 KiB, left out where it was not asked for. */
        document: z.record(z.string(), z.unknown()).nullish(),
      }),
    ),
    /** Fields that the metric names and no index of its family has. */
    absentFields: z.array(z.string()),
    /** What was sent to the cluster; null where nothing was. */
    query: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'MetricTry' })

export type MetricRequest = z.infer<typeof metricRequest>
export type MetricChange = z.infer<typeof metricChange>
export type Metric = z.infer<typeof metric>
export type MetricQuery = z.infer<typeof metricQuery>
export type MetricPage = z.infer<typeof metricPage>
export type TryRequest = z.infer<typeof tryRequest>
export type TryAnswer = z.infer<typeof tryAnswer>
