import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { facts, moment, table } from '#cli/output.ts'
import { idArgument, shell, text, wholeNumber } from '#cli/shell.ts'
import { missedPolicies, type Schedule, type ScheduleDetail, scheduleActs, scheduleDetail, schedulePage, scheduleStates } from '#features/schedules/schema.ts'

type ListOptions = { state?: string; limit?: number }
type AddOptions = { act: string; payload: string; cron?: string; at?: string; zone: string; missed: string; grace: number }

const orders = { pause: 'paused', resume: 'active', end: 'ended' } as const

export function registerSchedules(program: Command): void {
  const schedules = program.command('schedules').description(text('schedules.about'))
  schedules
    .command('list')
    .description(text('schedules.list'))
    .addOption(new Option('--state <state>', text('schedules.state')).choices(scheduleStates))
    .option('--limit <number>', text('runs.limit'), wholeNumber(1, 500))
    .action(list)
  schedules.command('show').description(text('schedules.show')).argument('<id>', text('argument.id'), idArgument).action(show)
  schedules
    .command('add')
    .description(text('schedules.add'))
    .argument('<name>', text('argument.name'))
    .addOption(new Option('--act <act>', text('schedules.act')).choices(scheduleActs).makeOptionMandatory())
    .requiredOption('--payload <json>', text('schedules.payload'))
    .option('--cron <expression>', text('schedules.cron'))
    .option('--at <time>', text('schedules.at'))
    .option('--zone <zone>', text('schedules.zone'), 'Asia/Seoul')
    .addOption(new Option('--missed <policy>', text('schedules.missed')).choices(missedPolicies).default('skip'))
    .option('--grace <seconds>', text('schedules.grace'), wholeNumber(0, 86_400), 300)
    .action(add)
  for (const [name, state] of Object.entries(orders) as [keyof typeof orders, Schedule['state']][]) {
    const order = schedules
      .command(name)
      .description(text(`schedules.${name}`))
      .argument('<id>', text('argument.id'), idArgument)
    order.action((id: string, _options: unknown, command: Command) => give(id, state, command))
  }
}

const whenOf = ({ cron, runAt, zone }: Schedule): string | null => (cron === null ? moment(runAt) : `${cron} ${zone}`)

async function list({ state, limit }: ListOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const query = new URLSearchParams({ ...(state ? { state } : {}), ...(limit ? { pageSize: String(limit) } : {}) })
  const page = await client.get(schedulePage, `/schedules?${query}`)
  const head = [text('label.id'), text('label.name'), text('label.state'), text('schedules.what'), text('schedules.when'), text('schedules.next')]
  const rows = page.items.map((item) => [item.id, item.name, item.state, item.act, whenOf(item), moment(item.nextAt)])
  print(page, () => (rows.length ? `${table(head, rows)}\n${text('note.more', { shown: rows.length, total: page.total })}` : text('note.none')))
}

async function show(id: string, _options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(scheduleDetail, `/schedules/${id}`)
  print(found, () => scheduleText(found))
}

async function give(id: string, state: Schedule['state'], command: Command): Promise<void> {
  const { client, print } = shell(command)
  const changed = await client.ask(scheduleDetail, `/schedules/${id}`, { method: 'PATCH', body: { state } })
  print(changed, () => scheduleText(changed))
}

function payloadOf(given: string, command: Command): unknown {
  try {
    const value: unknown = JSON.parse(given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // What cannot be read is answered like what is no object.
  }
  return command.error(text('usage.payload'))
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const { act, cron, at, zone, missed, grace } = options
  if ((cron === undefined) === (at === undefined)) command.error(text('usage.cron_or_at'))
  const when = cron === undefined ? { runAt: at } : { cron }
  const { client, print } = shell(command)
  const made = await client.post(scheduleDetail, '/schedules', {
    name,
    act,
    payload: payloadOf(options.payload, command),
    ...when,
    zone,
    missed,
    graceSeconds: grace,
  })
  print(made, () => scheduleText(made))
}

function scheduleText(found: ScheduleDetail): string {
  const about = facts([
    [text('label.id'), found.id],
    [text('label.name'), found.name],
    [text('label.state'), found.state],
    [text('schedules.what'), found.act],
    [text('schedules.environment'), found.environment?.name],
    [text('schedules.when'), whenOf(found)],
    ...found.next.map((at) => [text('schedules.next'), moment(at)] as const),
  ])
  if (found.firings.length === 0) return about
  const head = [text('schedules.due'), text('schedules.outcome'), text('label.run'), text('schedules.why')]
  const rows = found.firings.map(({ dueAt, outcome, run, refusal }) => [moment(dueAt), outcome, run, refusal?.title])
  return `${about}\n${table(head, rows)}`
}
