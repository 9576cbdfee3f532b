import { setTimeout as delay } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import type { Client } from '#cli/client.ts'
import { facts, moment, table } from '#cli/output.ts'
import { howFar } from '#cli/progress.ts'
import { choices, idArgument, shell, succeeded, text, wholeNumber } from '#cli/shell.ts'
import {
  type Run,
  type RunCommand,
  type RunDetail,
  type RunLog,
  run,
  runCommand,
  runDetail,
  runKind,
  runLogList,
  runPage,
  runState,
} from '#features/runs/schema.ts'

/** A cancel or pause acts within 5 seconds; a worker that is gone needs a while longer to be noticed. */
const settleMs = 15_000
const pollMs = 300

export function registerRuns(program: Command): void {
  const runs = program.command('runs').description(text('runs.about'))
  runs
    .command('list')
    .description(text('runs.list'))
    .option('--state <states>', text('runs.state'), choices(runState.options))
    .addOption(new Option('--kind <kind>', text('runs.kind')).choices(runKind.options))
    .option('--q <text>', text('runs.q'))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(list)
  runs.command('show').description(text('runs.show')).argument('<id>', text('argument.id'), idArgument).action(show)
  runs.command('watch').description(text('runs.watch')).argument('<id>', text('argument.id'), idArgument).action(watch)
  for (const name of runCommand.options) {
    const about = text(`runs.${name}`)
    const order = runs.command(name).description(about).argument('<id>', text('argument.id'), idArgument).option('--detach', text('option.detach'))
    order.action((id: string, options: { detach?: boolean }, command: Command) => give(name, id, options, command))
  }
}

type ListOptions = { state?: string; kind?: string; q?: string; limit?: number }

async function list(options: ListOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const { limit, ...filters } = options
  const query = new URLSearchParams(filters)
  if (limit) query.set('pageSize', String(limit))
  const page = await client.get(runPage, `/runs?${query}`)
  print(page, () => (page.items.length ? `${runsTable(page.items)}\n${text('note.more', { shown: page.items.length, total: page.total })}` : text('note.none')))
}

async function show(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print, json } = shell(command)
  const found = await client.get(runDetail, `/runs/${id}`)
  const lines = json ? [] : await logLines(client, id)
  print(found, () => [runFacts(found), artefactsTable(found), logText(lines)].filter(Boolean).join('\n'))
}

async function watch(id: string, _options: unknown, command: Command): Promise<void> {
  const tools = shell(command)
  const first = await tools.client.get(runDetail, `/runs/${id}`)
  const last = await tools.watch(first)
  const final = await tools.client.get(runDetail, `/runs/${last.id}`)
  tools.print(final, () => runFacts(final))
  succeeded(final)
}

/** Cancel and pause are orders that a worker follows at its next step: the answer is the run as it settled. */
async function give(order: RunCommand, id: string, options: { detach?: boolean }, command: Command): Promise<void> {
  const { client, print, note } = shell(command)
  const ordered = await client.post(run, `/runs/${id}/commands`, { command: order })
  const settled = options.detach ? ordered : await settle(client, ordered)
  print(settled, () => runFacts(settled))
  if (onItsWay(settled) && !options.detach) note(text('note.unsettled', { id, state: settled.state }))
}

const onItsWay = (found: Run) => found.state === 'cancelling' || found.state === 'pausing'

async function settle(client: Client, ordered: Run): Promise<Run> {
  const until = Date.now() + settleMs
  let current = ordered
  while (onItsWay(current) && Date.now() < until) {
    await delay(pollMs)
    current = await client.get(run, `/runs/${ordered.id}`)
  }
  return current
}

async function logLines(client: Client, id: string): Promise<RunLog[]> {
  const lines: RunLog[] = []
  for (;;) {
    const after = lines.at(-1)?.id
    const { items } = await client.get(runLogList, `/runs/${id}/logs?limit=500${after ? `&after=${after}` : ''}`)
    lines.push(...items)
    if (items.length < 500) return lines
  }
}

function runsTable(items: readonly Run[]): string {
  const head = [
    text('label.id'),
    text('label.kind'),
    text('label.state'),
    text('label.stage'),
    text('label.progress'),
    text('label.who'),
    text('label.created'),
  ]
  const rows = items.map((item) => {
    const share = item.total ? `${Math.floor((100 * item.done) / item.total)} %` : String(item.done)
    return [item.id, item.kind, item.state, item.stage, share, item.createdBy.name, moment(item.createdAt)]
  })
  return table(head, rows)
}

const runFacts = (found: Run) =>
  facts([
    [text('label.run'), found.id],
    [text('label.kind'), found.kind],
    [text('label.state'), found.state],
    [text('label.progress'), howFar(found)],
    [text('label.who'), found.createdBy.name],
    [text('label.created'), moment(found.createdAt)],
    [text('label.started'), moment(found.startedAt)],
    [text('label.finished'), moment(found.finishedAt)],
    [text('label.worker'), found.worker],
    [text('label.attempt'), found.attempt],
    [text('label.error'), found.error && [found.error.code, found.error.detail].filter(Boolean).join(': ')],
  ])

function artefactsTable(found: RunDetail): string {
  if (found.artefacts.length === 0) return ''
  const head = [text('label.file'), text('label.bytes'), text('label.expires')]
  return table(
    head,
    found.artefacts.map((item) => [item.name, item.bytes, moment(item.expiresAt)]),
  )
}

function logText(lines: readonly RunLog[]): string {
  if (lines.length === 0) return ''
  const head = [text('label.time'), text('label.level'), text('label.event')]
  const said = (line: RunLog) => [line.code, ...Object.entries(line.params ?? {}).map(([name, value]) => `${name}=${value}`)].join(' ')
  return table(
    head,
    lines.map((line) => [moment(line.at), line.level, said(line)]),
  )
}
