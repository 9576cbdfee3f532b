import type { Command } from 'commander'
import { namesOf } from '#cli/datasheets-names.ts'
import { printPlan } from '#cli/datasheets-plan.ts'
import { shell, text } from '#cli/shell.ts'
import { planStarted } from '#features/datasheets/plans/schema.ts'
import { runDetail } from '#features/runs/schema.ts'

type Options = { from: string; to: string; tables?: string[] }

export function registerCompare(datasheets: Command): void {
  datasheets
    .command('compare')
    .description(text('datasheets.compare'))
    .requiredOption('--from <name>', text('datasheets.compare_from'))
    .requiredOption('--to <name>', text('datasheets.compare_to'))
    .option('--tables <names>', text('datasheets.compare_tables'), namesOf)
    .action(compare)
}

async function compare({ from, to, tables }: Options, command: Command): Promise<void> {
  const tools = shell(command)
  const { plan, run } = await tools.client.post(planStarted, '/datasheets/comparisons', { from, to, ...(tables ? { tables } : {}) })
  tools.note(text('datasheets.planned', { plan: plan.id, run: run.id }))
  await tools.wait(await tools.client.get(runDetail, `/runs/${run.id}`))
  await printPlan(tools, plan.id)
}
