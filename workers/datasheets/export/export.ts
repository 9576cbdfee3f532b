import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { capsPassed } from '#core/datasheets/export/beyond.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { type WantedExport, wantedExport } from '#features/datasheets/exporting/repository.ts'
import { finishExport } from '#features/datasheets/exports/repository.ts'
import type { ExportOutcome } from '#features/datasheets/exports/schema.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { FenceLost } from '#features/runs/execution/repository.ts'
import { env } from '#server/env.ts'
import { readingCaps } from '#server/files/caps.ts'
import { hashOf } from '#server/files/kept.ts'
import { runFoldersRoot as root } from '#server/files/run-folders.ts'
import { log } from '#server/log.ts'
import type { ExportResult } from '#workers/datasheets/export/job.ts'
import { runExport } from '#workers/datasheets/export/run-export-child.ts'
import { type ChildLimits, runChild } from '#workers/datasheets/run-child.ts'
import { removeFolders, runFolder } from '#workers/datasheets/run-folder.ts'
import { Interrupted } from '#workers/interrupted.ts'
import type { RunContext, RunHandler, RunOutcome } from '#workers/run-context.ts'

type Context = RunContext<DiffPayload>
type Check = NonNullable<ExportOutcome['check']>
/** What was written, as far as a resumed run needs to know it. */
type Written = Omit<ExportResult, 'durationMs' | 'peakBytes' | 'cpuMs'> & { folder: string; name: string; bytes: number; sha256: string }

const limits: ChildLimits = { heapMegabytes: env.DATASHEETS_HEAP_MB, memoryMegabytes: env.DATASHEETS_MEMORY_MB, seconds: env.DATASHEETS_SECONDS }
const compiled = () => join(root(), 'compiled')
const contentTypes = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip: 'application/zip' } as const
/** What a name of a file may not hold on one system or another. */
const unsafe = /[^\p{L}\p{N}._-]+/gu
/** Nobody reads the findings of a check. */
const findingsPerCode = 1

/** Writes tables of a game database to a file, keeps it with the run, and compares it with the database that it came from. */
export const handle: RunHandler<DiffPayload> = async (context) => {
  try {
    return await exportAndCheck(context)
  } catch (error) {
    if (!goesOn(context.signal.aborted ? context.signal.reason : error)) await removeFolders(context.runId)
    throw error
  }
}

/** Whether somebody goes on with the run, here or elsewhere: what was written is still good then. */
const goesOn = (error: unknown): boolean => error instanceof FenceLost || (error instanceof Interrupted && error.why !== 'cancel')

async function exportAndCheck(context: Context): Promise<RunOutcome> {
  await context.stage('write', 1)
  const wanted = await wantedExport(BigInt(context.runId))
  const written = await writtenFile(context, wanted)
  await context.artefact({ name: written.name, contentType: contentTypes[wanted.format], content: createReadStream(pathOf(written, wanted)) })
  await context.stage('check', 1)
  const { check, beyond } = await checkStep(context, wanted, written)
  await removeFolders(context.runId)
  const { readAt, tables, left, bytes, sha256 } = written
  const outcome: ExportOutcome = { readAt, tables: [...tables], left: [...left], bytes, sha256, beyond, check }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return {
    result: { tables: tables.length, rows, bytes, sha256, ...(check ? { insert: check.insert, update: check.update, delete: check.delete } : {}) },
    commit: (tx) => finishExport(tx, BigInt(context.runId), outcome),
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
const pathOf = ({ folder }: { folder: string }, { format }: WantedExport): string => join(root(), folder, `export.${format}`)

/** The file, kept with the run. What an earlier attempt wrote is used as long as it is here; without it everything begins anew. */
async function writtenFile(context: Context, wanted: WantedExport): Promise<Written> {
  const written = await writeStep(context, wanted)
  if (await exists(pathOf(written, wanted))) return written
  await context.forget(['write', 'check'])
  return writeStep(context, wanted)
}

const writeStep = (context: Context, wanted: WantedExport): Promise<Written> =>
  context.step({
    name: 'write',
    work: (signal) => writeInChild(context, wanted, signal),
    memo: ({ durationMs: _, peakBytes: __, cpuMs: ___, ...written }) => written,
    says: ({ tables, durationMs, size }) => ({
      code: 'datasheets_exported',
      params: { tables: tables.length, rows: size.rows, seconds: (durationMs / 1000).toFixed(1) },
    }),
  })

async function writeInChild(context: Context, wanted: WantedExport, signal: AbortSignal): Promise<Written & ExportResult> {
  await removeFolders(context.runId)
  const folder = runFolder(context.runId)
  const path = join(root(), folder)
  await mkdir(path, { recursive: true, mode: 0o700 })
  const { environment, mapping, tables, format, locale } = wanted
  const { id, name, url, tables: allowed } = environment
  const result = await runExport(
    {
      url,
      environment: { id, name },
      allowed,
      mapping,
      tables,
      format,
      locale,
      mostEntries: readingCaps.entries,
      folder: path,
      memoryMegabytes: limits.memoryMegabytes,
    },
    limits,
    compiled(),
    { signal, onProgress: () => {} },
  )
  const { durationMs, peakBytes, cpuMs } = result
  log.info({ run: context.runId, durationMs, peakBytes, cpuMs }, 'datasheets exported')
  return { ...result, folder, name: fileName(wanted, result.readAt), ...(await hashOf(pathOf({ folder }, wanted))) }
}

/** `<environment>_<yyyymmdd-hhmm>.xlsx`, the time in UTC. */
function fileName({ environment, format }: WantedExport, readAt: string): string {
  const time = readAt.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  return `${environment.name.replace(unsafe, '-')}_${time}.${format}`
}

type Checked = { check: Check | null; beyond: string[] }

function checkWords({ check, beyond }: Checked): { code: string; params: Record<string, string | number> } {
  if (!check) return { code: 'datasheets_export_beyond', params: { caps: beyond.join(', ') } }
  const { insert, update, delete: gone, errors } = check
  return { code: 'datasheets_export_checked', params: { insert, update, delete: gone, errors } }
}

const checkStep = (context: Context, wanted: WantedExport, written: Written): Promise<Checked> =>
  context.step({
    name: 'check',
    work: (signal) => checkFile(context, wanted, written, signal),
    memo: (checked) => checked,
    says: checkWords,
  })

/** What reading the file again would change: the comparison that an import begins with, by the same caps. A file that it refuses is not checked. */
async function checkFile(context: Context, wanted: WantedExport, written: Written, signal: AbortSignal): Promise<Checked> {
  const beyond: string[] = capsPassed(written.size, readingCaps)
  if (beyond.length) return { check: null, beyond }
  try {
    return { check: await compareAgain(context, wanted, written, signal), beyond }
  } catch (error) {
    if (!(error instanceof RunFailure) || !error.refusal.code.startsWith('datasheet_')) throw error
    return { check: null, beyond: [error.refusal.code] }
  }
}

async function compareAgain(context: Context, wanted: WantedExport, written: Written, signal: AbortSignal): Promise<Check> {
  const folder = join(root(), runFolder(context.runId))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { environment, mapping, format } = wanted
  const sheets = written.files.map((name) => ({ name, path: join(root(), written.folder, 'sheets', name), kind: 'csv' as const }))
  const result = await runChild(
    {
      url: environment.url,
      environment: { id: environment.id },
      allowed: environment.tables,
      mapping,
      files: format === 'xlsx' ? [{ name: written.name, path: pathOf(written, wanted), kind: 'xlsx' }] : sheets,
      caps: readingCaps,
      folder,
      memoryMegabytes: limits.memoryMegabytes,
      seed: randomBytes(4).readInt32LE(),
      findingsPerCode,
    },
    limits,
    compiled(),
    { signal, onProgress: () => {} },
  )
  const sum = (name: 'insert' | 'update' | 'delete') => result.tables.reduce((total, table) => total + table[name], 0)
  const errors = result.findings.reduce((total, { level, count }) => total + (level === 'error' ? count : 0), 0)
  const keyless = result.findings.flatMap(({ table, code }) => (code === 'table_without_key' && table !== null ? [table] : []))
  return { insert: sum('insert'), update: sum('update'), delete: sum('delete'), errors, keyless, at: result.readAt }
}
