import { type Command, Option } from 'commander'
import type { Client } from '#cli/client.ts'
import { type Destination, openDestination } from '#cli/destination.ts'
import { duration, facts, moment, percent } from '#cli/output.ts'
import { reproduce } from '#cli/reproduce.ts'
import { idArgument, type Shell, shell, text, wholeNumber } from '#cli/shell.ts'
import { type Analysis, analysis, identity } from '#features/retention/schema.ts'

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type RunOptions = {
  source: string
  from: string
  to: string
  lookback?: number
  sample?: number
  identity?: string
  gap?: number
  sessionCap?: number
  metrics?: string[]
  out?: string
  detach?: boolean
}

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

export function registerRetention(program: Command): void {
  const retention = program.command('retention').description(text('retention.about'))
  retention
    .command('run')
    .description(text('retention.run'))
    .requiredOption('--source <name>', text('retention.source'))
    .requiredOption('--from <time>', text('retention.from'))
    .requiredOption('--to <time>', text('retention.to'))
    .addOption(new Option('--identity <rule>', text('retention.identity')).choices(identity.options))
    .option('--lookback <days>', text('retention.lookback'), wholeNumber(1, 3650))
    .option('--sample <players>', text('retention.sample'), wholeNumber(1, 10_000_000))
    .option('--gap <seconds>', text('retention.gap'), wholeNumber(1, 86_400))
    .option('--session-cap <seconds>', text('retention.cap'), wholeNumber(1, 86_400))
    .option('--metrics <names>', text('retention.metrics'), names)
    .option('--out <file>', text('option.out'))
    .option('--detach', text('option.detach'))
    .action(start)
  retention
    .command('show')
    .description(text('retention.show'))
    .argument('<run>', text('argument.id'), idArgument)
    .option('--out <file>', text('option.out'))
    .action(show)
  retention
    .command('rows')
    .description(text('retention.rows'))
    .argument('<run>', text('argument.id'), idArgument)
    .requiredOption('--out <file>', text('option.out'))
    .action(rows)
  retention.command('reproduce').description(text('retention.reproduce')).argument('<run>', text('argument.id'), idArgument).action(reproduce)
}

async function start(options: RunOptions, command: Command): Promise<void> {
  if (options.out && options.detach) command.error(text('usage.out_and_detach'))
  const tools = shell(command)
  const { source, from, to, sample, lookback, identity, gap, sessionCap, metrics } = options
  // A path that cannot be written is refused before the cluster is asked for anything.
  await withDestination(options.out, async (destination) => {
    const settings = { source, from, to, sample, lookbackDays: lookback, identity, gapSeconds: gap, sessionCapSeconds: sessionCap, metrics }
    const started = await tools.client.post(analysis, '/retention/analyses', settings)
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

async function rows(id: string, options: { out: string }, command: Command): Promise<void> {
  const { client, print } = shell(command)
  await withDestination(options.out, async (destination) => {
    if (!destination) return
    const bytes = await download(client, id, destination)
    const { file } = destination
    print({ run: { id }, file, bytes }, () => text('note.written', { file, bytes }))
  })
}

async function finish({ client, print, note }: Shell, id: string, destination: Destination | null): Promise<void> {
  const done = await client.get(analysis, `/retention/analyses/${id}`)
  const bytes = destination ? await download(client, id, destination) : 0
  print(outcome(done), () => analysisText(done))
  if (destination) note(text('note.written', { file: destination.file, bytes }))
}

/** The whole sheet: as a workbook into a file that ends in .xlsx, as CSV into any other. */
async function download(client: Client, id: string, destination: Destination): Promise<number> {
  const sheet = `/retention/analyses/${id}/players`
  if (!destination.file.toLowerCase().endsWith('.xlsx')) return destination.fill(await client.open(`${sheet}.csv`, { accept: 'text/csv' }))
  return destination.fill(await client.open(`${sheet}/export?format=xlsx`, { accept: workbook }))
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
    [text('label.identity'), done.identity],
    [text('label.activity'), `${done.gapSeconds} s${done.sessionCapSeconds === null ? '' : `, ${text('label.cap')} ${done.sessionCapSeconds} s`}`],
    [text('label.metrics'), done.metrics.map(({ name, version }) => `${name} v${version}`).join(', ')],
    [text('label.unchecked'), receipt?.source.tls === 'unchecked' ? text('note.unchecked') : null],
    [text('label.horizon'), moment(receipt?.horizon ?? null)],
    [text('label.documents'), receipt?.documents],
    [text('label.requests'), receipt?.requests],
    [text('label.took'), receipt && duration(receipt.durationMs)],
    [text('label.definition'), receipt?.definitionHash],
  ])
}
