import { type Command, InvalidArgumentError } from 'commander'
import { type Client, createClient } from '#cli/client.ts'
import { readConnection } from '#cli/connection.ts'
import { language } from '#cli/env.ts'
import { follow } from '#cli/follow.ts'
import { texts } from '#cli/messages.ts'
import { type Problem, ProblemError } from '#cli/problem.ts'
import { createProgress } from '#cli/progress.ts'
import type { Run } from '#features/runs/schema.ts'

export const text = texts(language)

/** What a command has to work with: the API, and the two ways of speaking. */
export type Shell = {
  json: boolean
  client: Client
  /** The result: one JSON document, or its human form. */
  print: (document: unknown, human: () => string) => void
  /** A word to the person on stderr; nothing in JSON mode. */
  note: (line: string) => void
  /** Waits for a run's end with progress on stderr; a run that failed or was cancelled is thrown as a problem. */
  wait: (run: Run) => Promise<Run>
  /** The same, but the caller judges the end. */
  watch: (run: Run) => Promise<Run>
}

/** Reads the options that every command has and opens the way to the API. */
export function shell(command: Command): Shell {
  const json = command.optsWithGlobals().json === true
  const client = createClient(readConnection(), text)
  const watch = async (run: Run) => {
    const progress = createProgress(process.stderr, json)
    try {
      return await follow(client, run, progress.seen)
    } finally {
      progress.stop()
    }
  }
  return {
    json,
    client,
    print: (document, human) => void process.stdout.write(`${json ? JSON.stringify(document, null, 2) : human()}\n`),
    note: (line) => void (json || process.stderr.write(`${line}\n`)),
    watch,
    wait: async (run) => succeeded(await watch(run)),
  }
}

/** The run when it did what it should; its failure as a problem otherwise. */
export function succeeded(run: Run): Run {
  if (run.state === 'failed' || run.state === 'cancelled') throw new ProblemError(problemOfRun(run))
  return run
}

function problemOfRun(run: Run): Problem {
  const { id, kind, state, stage, done, total } = run
  const params = run.error?.params ?? {}
  const values = Object.entries(params).map(([name, value]) => `${name}=${value}`)
  const detail = [run.error?.stage ?? stage, total === null ? null : `${done}/${total}`, ...values, run.error?.detail].filter(Boolean).join(' · ')
  const title = state === 'failed' ? text('error.run_failed', { id }) : text('error.run_cancelled', { id })
  return { type: 'about:blank', title, status: 409, code: run.error?.code ?? `run_${state}`, detail, params, run: { id, kind, state, stage } }
}

/** Parses an option that is a whole number between two bounds; anything else is wrong usage. */
export const wholeNumber = (min: number, max: number) => (value: string) => {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new InvalidArgumentError(text('usage.number', { min, max }))
}

/** Parses the number of a run or token. */
export function idArgument(value: string): string {
  if (/^[1-9]\d{0,18}$/.test(value)) return value
  throw new InvalidArgumentError(text('usage.id'))
}

/** Parses one of several words, or several with commas between. */
export const choices = (allowed: readonly string[]) => (value: string) => {
  if (value.split(',').every((word) => allowed.includes(word))) return value
  throw new InvalidArgumentError(text('usage.choice', { choices: allowed.join(', ') }))
}
