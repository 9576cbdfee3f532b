import { type Command, InvalidArgumentError } from 'commander'
import { facts, table } from '#cli/output.ts'
import { shell, text, wholeNumber } from '#cli/shell.ts'
import { type Metric, metric, metricList, type TryAnswer, tryAnswer } from '#features/retention/metrics/schema.ts'

type AddOptions = {
  label?: string
  family: string
  where: { field: string; equals: string | number | boolean }[]
  sum?: string
  distinct?: string
  any?: boolean
  subject?: string
  fromDay: number
  toDay: number
}
type TryOptions = { source: string; uid: string; at?: string; from?: string }

/** `body.result=1` is a number, `body.gift=true` a yes or no, `body.action=Start` and `body.level="7"` are text. */
function condition(said: string, before: AddOptions['where'] = []): AddOptions['where'] {
  const at = said.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(text('usage.condition'))
  return [...before, { field: said.slice(0, at), equals: equalsOf(said.slice(at + 1)) }]
}

/** Digits that a number would not keep, as of `007` and of whole numbers beyond 2^53, are text: an index takes numbers as text as well. */
function equalsOf(said: string): string | number | boolean {
  if (said === 'true' || said === 'false') return said === 'true'
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(said)) return said.includes('.') || Number.isSafeInteger(Number(said)) ? Number(said) : said
  if (!/^"(?:[^"\\]|\\.)*"$/.test(said)) return said
  try {
    return String(JSON.parse(said))
  } catch {
    throw new InvalidArgumentError(text('usage.condition'))
  }
}

export function registerMetrics(program: Command): void {
  const metrics = program.command('metrics').description(text('metrics.about'))
  metrics.command('list').description(text('metrics.list')).action(list)
  metrics
    .command('add')
    .description(text('metrics.add'))
    .argument('<name>', text('argument.name'))
    .requiredOption('--family <name>', text('metrics.family'))
    .option('--label <words>', text('metrics.label'))
    .option('--where <field=value>', text('metrics.where'), condition, [])
    .option('--sum <field>', text('metrics.sum'))
    .option('--distinct <field>', text('metrics.distinct'))
    .option('--any', text('metrics.any'))
    .option('--subject <field>', text('metrics.subject'))
    .option('--from-day <day>', text('metrics.fromDay'), wholeNumber(0, 90), 0)
    .option('--to-day <day>', text('metrics.toDay'), wholeNumber(1, 91), 1)
    .action(add)
  metrics
    .command('try')
    .description(text('metrics.try'))
    .argument('<name>', text('argument.name'))
    .requiredOption('--source <name>', text('retention.source'))
    .requiredOption('--uid <uid>', text('metrics.uid'))
    .option('--at <time>', text('metrics.at'))
    .option('--from <time>', text('metrics.from'))
    .action(tryOut)
}

const ruleText = ({ rule }: Metric): string => ('field' in rule ? `${rule.kind} ${rule.field}` : rule.kind)
const whereText = ({ where }: Metric): string => where.map(({ field, equals }) => `${field}=${JSON.stringify(equals)}`).join(' ')

async function list(_options: unknown, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.get(metricList, '/metrics')
  const head = ['label.name', 'label.version', 'label.active', 'label.family', 'label.rule', 'label.where', 'label.days'] as const
  print(found, () =>
    table(
      head.map((key) => text(key)),
      found.items.map((one) => [
        one.name,
        one.version,
        text(one.active ? 'label.yes' : 'label.no'),
        one.family,
        ruleText(one),
        whereText(one),
        `${one.window.fromDay}-${one.window.toDay}`,
      ]),
    ),
  )
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const { label = name, family, where, sum, distinct, any, subject = null, fromDay, toDay } = options
  if ([sum, distinct, any].filter((one) => one !== undefined).length > 1) command.error(text('usage.one_rule'))
  const byField = sum === undefined ? distinct !== undefined && { kind: 'distinct', field: distinct } : { kind: 'sum', field: sum }
  const rule = byField || { kind: any ? 'any' : 'documents' }
  const { client, print } = shell(command)
  const added = await client.post(metric, '/metrics', { name, label, family, where, rule, subject, window: { fromDay, toDay } })
  print(added, () =>
    facts([
      [text('label.name'), added.name],
      [text('label.version'), added.version],
      [text('label.family'), added.family],
      [text('label.rule'), ruleText(added)],
      [text('label.where'), whereText(added)],
    ]),
  )
}

async function tryOut(name: string, { source, uid, at, from }: TryOptions, command: Command): Promise<void> {
  const { client, print } = shell(command)
  const found = await client.post(tryAnswer, '/metrics/try', { metric: name, source, uid, at, from })
  print(found, () => tryText(found))
}

function tryText(found: TryAnswer): string {
  const summary = facts([
    [text('label.name'), found.metric],
    [text('label.value'), found.value ?? found.reason],
    [text('label.firstLogin'), found.firstLogin],
    [text('label.window'), `${found.window.from} - ${found.window.to}`],
    [text('label.documents'), found.documents],
    [text('label.absent'), found.absentFields.join(', ')],
  ])
  if (found.items.length === 0) return summary
  const head = [text('label.index'), text('label.at'), text('label.value')]
  const rows = found.items.map((item) => [item.index, item.at, Array.isArray(item.adds) ? item.adds.join(', ') : item.adds])
  return `${summary}\n${table(head, rows)}`
}
