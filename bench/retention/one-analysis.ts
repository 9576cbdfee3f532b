import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { workerEnv, workerFlags } from '#bench/env.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { receipt } from '#features/retention/schema.ts'
import { db } from '#server/database.ts'
import { handle } from '#workers/retention/analyse.ts'
import { finish, plainRun, prepareAnalysis } from '#workers/retention/testing/plain-run.ts'

export type OneAnalysis = { url: string; prefix: string; from: number; to: number }
/** Times in seconds, memory in MB. */
export type Measured = { runId: string; seconds: number; workerCpu: number; peakMb: number; requests: number; megabytes: number; opensAt: number }

/** Runs an analysis in this process as a worker does, and says what it took of it. */
export async function analyseHere(input: OneAnalysis): Promise<Measured> {
  const runId = await prepareAnalysis(input)
  const cpu = process.cpuUsage()
  const began = performance.now()
  await finish(await handle(plainRun(runId)))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const { requests, bytes, snapshotOpenedAt } = receipt.parse((await findAnalysis(runId))?.receipt)
  await db.$disconnect()
  return {
    runId: String(runId),
    seconds,
    workerCpu: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    requests,
    megabytes: bytes / 1e6,
    opensAt: Date.parse(snapshotOpenedAt),
  }
}

/** The same in a process that is started as a worker is, so that memory is that of the worker alone. */
export async function analyseApart(script: string, input: OneAnalysis): Promise<Measured> {
  const args = [...workerFlags, '--conditions=react-server', script, '--analyse', JSON.stringify(input)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: workerEnv })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let last = ''
  for await (const line of createInterface({ input: child.stdout })) last = line
  const code = await ended
  if (code !== 0) throw new Error(`the analysis ended with code ${code}`)
  return JSON.parse(last) as Measured
}
