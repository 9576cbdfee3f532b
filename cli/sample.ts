import { type Command, Option } from 'commander'
import { facts } from '#cli/output.ts'
import { shell, text, wholeNumber } from '#cli/shell.ts'
import { runDetail } from '#features/runs/schema.ts'
import { type Dataset, datasetList, type SampleSize, sampleSize, sampleStarted } from '#features/sample/schema.ts'

type LoadOptions = { size: SampleSize; seed?: number; detach?: boolean }

export function registerSample(program: Command): void {
  const sample = program.command('sample').description(text('sample.about'))
  sample
    .command('load')
    .description(text('sample.load'))
    .addOption(new Option('--size <size>', text('sample.size')).choices(sampleSize.options).makeOptionMandatory())
    .option('--seed <number>', text('sample.seed'), wholeNumber(0, 2_147_483_647))
    .option('--detach', text('option.detach'))
    .action(load)
}

/** The answer names the dataset's counts, so it is read again when the run has ended. */
async function load(options: LoadOptions, command: Command): Promise<void> {
  const { client, print, note, wait } = shell(command)
  const { detach, ...body } = options
  const started = await client.post(sampleStarted, '/sample/datasets', body)
  if (detach) return print(started, () => text('note.started', { id: started.run.id }))
  note(text('note.started', { id: started.run.id }))
  await wait(started.run)
  const { artefacts: _, ...run } = await client.get(runDetail, `/runs/${started.run.id}`)
  const { items } = await client.get(datasetList, '/sample/datasets')
  const dataset = items.find((item) => item.runId === run.id) ?? started.dataset
  print({ run, dataset }, () => datasetText(dataset))
}

function datasetText(dataset: Dataset): string {
  const documents = Object.values(dataset.documents ?? {}).reduce((sum, count) => sum + count, 0)
  return facts([
    [text('label.run'), dataset.runId],
    [text('label.size'), dataset.size],
    [text('label.seed'), String(dataset.seed)],
    [text('label.source'), dataset.source],
    [text('label.players'), dataset.newPlayers],
    [text('label.documents'), documents],
    [text('label.databases'), dataset.databases?.map((item) => item.database).join(', ')],
    [text('label.window'), `${dataset.window.from} - ${dataset.window.to}`],
    [text('label.day'), `${dataset.day.from} - ${dataset.day.to}`],
  ])
}
