import type { Command } from 'commander'
import type { Client } from '#cli/client.ts'
import { plainUrl } from '#cli/connection.ts'
import { table } from '#cli/output.ts'
import { type Problem, ProblemError } from '#cli/problem.ts'
import { shell, text } from '#cli/shell.ts'
import { type Doctor, type DoctorCheck, doctor, doctorParts } from '#features/system/schema.ts'

const answerMs = 20_000

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description(text('doctor.about'))
    .action(async (_options: unknown, command: Command) => {
      const { client, print } = shell(command)
      const found = await examine(client)
      print(found, () => doctorText(found))
      if (!found.ok) process.exitCode = 1
    })
}

/** Node is looked at here, the rest by the console; a console that cannot be asked leaves the rest unknown. */
async function examine(client: Client): Promise<Doctor> {
  const told = await ask(client).catch((error: unknown) => {
    if (error instanceof ProblemError) return untold(client, error.problem)
    throw error
  })
  const rest = doctorParts.slice(1).map((name) => told.find((check) => check.name === name) ?? { name, ok: false, detail: text('doctor.unanswered') })
  const more = told.filter((check) => !doctorParts.some((name) => name === check.name))
  const checks = [node(), ...rest, ...more].map(withoutSecrets)
  return { ok: checks.every((check) => check.ok), checks }
}

/** A console in trouble may answer 503 with its findings: they count, whatever the status. */
async function ask(client: Client): Promise<DoctorCheck[]> {
  const response = await client.send('/doctor', { signal: AbortSignal.timeout(answerMs) })
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const parsed = doctor.safeParse(body)
  if (parsed.success) return withAddress(parsed.data.checks, client.url)
  throw await client.refusal(response)
}

const withAddress = (checks: DoctorCheck[], url: string | null) =>
  checks.map((check) => (check.name === 'web' && !check.url && url ? { ...check, url } : check))

/** An answering console that refuses the caller is there, but says nothing of its parts. */
function untold(client: Client, problem: Problem): DoctorCheck[] {
  const there = problem.code !== 'server_unreachable' && problem.code !== 'unexpected_answer'
  const detail = there ? `${problem.title} (${problem.code})` : text('doctor.unknown')
  const fix = problem.fix ? { fix: problem.fix } : {}
  const url = client.url ? { url: client.url } : {}
  const web = there ? { name: 'web', ok: true, ...url } : { name: 'web', ok: false, ...url, detail: problem.detail ?? problem.title, ...fix }
  const others = doctorParts.filter((name) => name !== 'node' && name !== 'web').map((name) => ({ name, ok: false, detail, ...fix }))
  return [web, ...others]
}

function node(): DoctorCheck {
  const version = process.versions.node
  const ok = Number.parseInt(version, 10) >= 24
  return ok ? { name: 'node', ok, version } : { name: 'node', ok, version, fix: 'npm start' }
}

function withoutSecrets(check: DoctorCheck): DoctorCheck {
  if (!check.url) return check
  const url = plainUrl(check.url)
  return url ? { ...check, url } : { ...check, url: undefined }
}

function doctorText(found: Doctor): string {
  const rows = found.checks.map((check) => {
    const about = [check.url, check.pids?.length ? `pid ${check.pids.join(', ')}` : '', check.detail, check.fix && `${text('label.fix')}: ${check.fix}`]
    return [check.name, text(check.ok ? 'label.ok' : 'label.not_ok'), check.version, about.filter(Boolean).join('\n')]
  })
  return table([text('label.part'), text('label.state'), text('label.version'), text('label.detail')], rows)
}
