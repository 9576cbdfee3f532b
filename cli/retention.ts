import type { Command } from 'commander'
import type { Client } from '#cli/client.ts'
import { type Destination, openDestination } from '#cli/destination.ts'
import { duration, facts, moment, percent } from '#cli/output.ts'
import { idArgument, type Shell, shell, text, wholeNumber } from '#cli/shell.ts'
import { type Analysis, analysis } from '#features/retention/schema.ts'

type RunOptions = { source: string; from: string; to: string; lookback?: number; sample?: number; out?: string; detach?: boolean }

export function registerRetention(program: Command): void {
  const retention = program.command('retention').description(text('retention.about'))
  retention
    .command('run')
    .description(text('retention.run'))
    .requiredOption('--source <name>', text('retention.source'))
    .requiredOption('--from <time>', text('retention.from'))
    .requiredOption('--to <time>', text('retention.to'))
    .option('--lookback <days>', text('retention.lookback'), wholeNumber(1, 3650))
    .option('--sample <players>', text('retention.sample'), wholeNumber(1, 10_000_000))
    .option('--out <file>', text('option.out'))
    .option('--detach', text('option.detach'))
    .action(start)
  retention
    .command('show')
    .description(text('retention.show'))
    .argument('<run>', text('argument.id'), idArgument)
    .option('--out <file>', text('option.out'))
    .action(show)
}

async function start(options: RunOptions, command: Command): Promise<void> {
  if (options.out && options.detach) command.error(text('usage.out_and_detach'))
  const tools = shell(command)
  const { source, from, to, sample, lookback } = options
  // A path that cannot be written is refused before the cluster is asked for anything.
  await withDestination(options.out, async (destination) => {
    const started = await tools.client.post(analysis, '/retention/analyses', { source, from, to, sample, lookbackDays: lookback })
    const { id, state } = started.run
    if (options.detach) return tools.print({ run: { id, state } }, () => text('note.started', { id }))
    tools.note(text('note.started', { id }))
    await tools.wait(started.run)
    await finish(tools, id, destination)
  })
}

async function show(id: string, options: { out?: string }, command: Command): Promise<void> {
  await withDestination(options.out, (destination) => finish(shell(command), id, destination))
}

async function finish({ client, print, note }: Shell, id: string, destination: Destination | null): Promise<void> {
  const done = await client.get(analysis, `/retention/analyses/${id}`)
  const bytes = destination ? await download(client, id, destination) : 0
  print(outcome(done), () => analysisText(done))
  if (destination) note(text('note.written', { file: destination.file, bytes }))
}

async function download(client: Client, id: string, destination: Destination): Promise<number> {
  const response = await client.open(`/retention/analyses/${id}/players.csv`, { accept: 'text/csv' })
  return destination.fill(response)
}

async function withDestination(file: string | undefined, work: (destination: Destination | null) => Promise<void>): Promise<void> {
  const destination = file === undefined ? null : await openDestination(file)
  try {
    await work(destination)
  } finally {
    await destination?.drop()
  }
}

/** The document that `retention run` and `retention show` promise; values are null until the run has ended. */
function outcome(done: Analysis) {
  const { id, state } = done.run
  const { players = null, retainedD1 = null, ripeD1 = null, rateD1 = null, activeMinutesMean = null } = done.summary ?? {}
  return { run: { id, state }, players, retainedD1, ripeD1, rateD1, activeMinutesMean, receipt: done.receipt }
}

function analysisText(done: Analysis): string {
  const { summary, receipt } = done
  const interval = summary?.intervalD1?.map((share) => percent(share)).join(' - ')
  return facts([
    [text('label.run'), `${done.run.id} ${done.run.state}`],
    [text('label.source'), done.source],
    [text('label.window'), `${moment(done.from)} - ${moment(done.to)}`],
    [text('label.players'), summary?.players],
    [text('label.ripe'), summary?.ripeD1],
    [text('label.retained'), summary?.retainedD1],
    [text('label.rate'), summary && `${percent(summary.rateD1) ?? '-'}${interval ? ` (95 %: ${interval})` : ''}`],
    [text('label.minutes'), summary?.activeMinutesMean],
    [text('label.horizon'), moment(receipt?.horizon ?? null)],
    [text('label.documents'), receipt?.documents],
    [text('label.requests'), receipt?.requests],
    [text('label.took'), receipt && duration(receipt.durationMs)],
    [text('label.definition'), receipt?.definitionHash],
  ])
}
