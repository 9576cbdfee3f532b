import { z } from 'zod'
import { identifierShape } from '#core/environments/identifiers.ts'
import { exportFormat, pageOf, paging } from '#core/shared/paging.ts'
import { lastTest } from '#features/audit/schema.ts'
import { environmentKinds } from '#features/environments/view.ts'

export const environmentKind = z.enum(environmentKinds)

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}/]+$/u)
/** `mysql://user:password@host:port/database?tls=off|verified|unchecked`, encoded where needed. It is sealed and never given back. */
const url = z.string().min(1).max(1000)
/** Name of a table or a column of a game database. */
export const identifier = z.string().regex(identifierShape)
/** The tables that the console may touch; empty for all. */
const tables = z.array(identifier).max(500)

export const environmentRequest = z.strictObject({ name, kind: environmentKind, url, tables: tables.default([]) }).meta({ id: 'EnvironmentRequest' })

/**
 * What is left out stays. An address without a password keeps the present one, as long as server and user stay the same.
 * `confirm` is the present name, typed by a person: a production environment asks for it before address, tables or kind change.
 */
export const environmentChange = z
  .strictObject({
    name: name.optional(),
    kind: environmentKind.optional(),
    url: url.optional(),
    tables: tables.optional(),
    confirm: z.string().max(100).optional(),
  })
  .meta({ id: 'EnvironmentChange' })

export const environmentRemoval = z.object({ confirm: z.string().max(100).optional() })

export const environment = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: environmentKind,
    /** Null when it was sealed by a secret that the console does not have any more: give the address again. */
    address: z
      .object({
        host: z.string(),
        port: z.int(),
        database: z.string(),
        user: z.string(),
        tls: z.enum(['off', 'verified', 'unchecked']),
        hasPassword: z.boolean(),
      })
      .nullable(),
    tables: z.array(z.string()),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Environment' })
export const environmentListed = environment.extend({ lastTest }).meta({ id: 'EnvironmentListed' })
export const environmentPage = pageOf(environmentListed).meta({ id: 'EnvironmentPage' })

/** Columns a list of environments may be sorted by. */
export const environmentSorts = ['name', 'kind', 'createdAt'] as const
/** Without a size of the page it has as many as a page can have. */
export const environmentQuery = z.strictObject({
  ...paging,
  pageSize: paging.pageSize.default(500),
  q: z.string().trim().max(100).optional(),
  kind: environmentKind.optional(),
})
/** Filters and order of the list; a whole sheet has no pages. */
export const environmentExportQuery = z.strictObject({ ...exportFormat, ...environmentQuery.omit({ page: true, pageSize: true }).shape })

/** What those need of the list who want to know of all of them. */
export const environmentList = z.object({ items: z.array(environment) }).meta({ id: 'EnvironmentList' })

/** What a test saw; null when it did not get that far. */
export const environmentFound = z
  .object({
    version: z.string(),
    database: z.string(),
    user: z.string(),
    readOnly: z.boolean(),
    encrypted: z.boolean(),
    visibleTables: z.int(),
    /** How long connecting and looking took, in milliseconds. */
    tookMs: z.int(),
  })
  .meta({ id: 'EnvironmentFound' })
export const environmentTest = z
  .object({
    ok: z.boolean(),
    found: environmentFound.nullable(),
    problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'EnvironmentTest' })

export type EnvironmentKind = z.infer<typeof environmentKind>
export type EnvironmentRequest = z.infer<typeof environmentRequest>
export type EnvironmentChange = z.infer<typeof environmentChange>
export type Environment = z.infer<typeof environment>
export type EnvironmentListed = z.infer<typeof environmentListed>
export type EnvironmentPage = z.infer<typeof environmentPage>
export type EnvironmentQuery = z.infer<typeof environmentQuery>
export type EnvironmentExportQuery = z.infer<typeof environmentExportQuery>
export type EnvironmentFound = z.infer<typeof environmentFound>
export type EnvironmentTest = z.infer<typeof environmentTest>
