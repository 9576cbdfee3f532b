import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { registerApprovals } from '#cli/approvals.ts'
import { registerAudit } from '#cli/audit.ts'
import { registerDatasheets } from '#cli/datasheets.ts'
import { registerDoctor } from '#cli/doctor.ts'
import { registerEnvironments } from '#cli/environments.ts'
import { registerHooks } from '#cli/hooks.ts'
import { registerLogin } from '#cli/login.ts'
import type { Key } from '#cli/messages.ts'
import { registerMetrics } from '#cli/metrics.ts'
import { problemText } from '#cli/output.ts'
import { Interrupted, type Problem, ProblemError } from '#cli/problem.ts'
import { registerRetention } from '#cli/retention.ts'
import { registerRuns } from '#cli/runs.ts'
import { registerSample } from '#cli/sample.ts'
import { registerSchedules } from '#cli/schedules.ts'
import { registerSecrets } from '#cli/secrets.ts'
import { text } from '#cli/shell.ts'
import { registerSources } from '#cli/sources.ts'
import { registerTokens } from '#cli/tokens.ts'
import { complaint } from '#cli/usage.ts'
import { registerUsers } from '#cli/users.ts'

const titles: Record<string, Key> = {
  'Usage:': 'help.usage',
  'Options:': 'help.options',
  'Global Options:': 'help.globals',
  'Commands:': 'help.commands',
  'Arguments:': 'help.arguments',
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

// Commands inherit these settings when they are made, so they are given first.
const program = new Command('qd')
  .description(text('app.about'))
  .option('--json', text('option.json'))
  .version(String(version), '-V, --version', text('option.version'))
  .helpOption('-h, --help', text('option.help'))
  .helpCommand('help [command]', text('option.help'))
  .configureHelp({
    showGlobalOptions: true,
    styleTitle: (title) => {
      const key = titles[title]
      return key ? text(key) : title
    },
  })
  .configureOutput({ outputError: (said, write) => write(complaint(said, text)) })
  .showHelpAfterError()
  .exitOverride()

for (const register of [
  registerDoctor,
  registerSample,
  registerRetention,
  registerMetrics,
  registerDatasheets,
  registerRuns,
  registerSources,
  registerEnvironments,
  registerApprovals,
  registerHooks,
  registerSchedules,
  registerSecrets,
  registerTokens,
  registerAudit,
  registerUsers,
  registerLogin,
])
  register(program)

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

// Ending through exit lets half-written files be taken away; whoever waits for a run answers Ctrl-C instead.
for (const [signal, status] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const, ['SIGHUP', 129] as const]) {
  process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(status))
}

const asJson = process.argv.includes('--json')

/** One problem on stderr, as JSON or as text. */
function complain(problem: Problem): number {
  process.stderr.write(`${asJson ? JSON.stringify(problem) : problemText(problem, text)}\n`)
  return 1
}

/** Exit status of what was thrown: 0 done (help, version), 1 refused or failed, 2 wrong usage, 130 interrupted. */
function judge(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof ProblemError) return complain(error.problem)
  if (error instanceof Interrupted) {
    const title = text('note.interrupted', { id: error.runId })
    if (asJson) complain({ type: 'about:blank', title, status: 499, code: 'interrupted' })
    else process.stderr.write(`${title}\n`)
    return 130
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return complain({ type: 'about:blank', title: text('error.internal'), status: 500, code: 'internal', detail })
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = judge(error)
}
