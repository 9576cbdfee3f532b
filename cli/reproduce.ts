import type { Command } from 'commander'
import type { Client } from '#cli/client.ts'
import { compareSheets, isSame, type SheetDifference } from '#cli/compare-sheets.ts'
import { table } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { type Shell, shell, text } from '#cli/shell.ts'
import { type Analysis, analysis } from '#features/retention/schema.ts'

type Difference = { name: string; before: unknown; after: unknown }

const refused = (title: Parameters<typeof text>[0], id: string, code: string, detail: string | null = null): ProblemError =>
  new ProblemError({ type: 'about:blank', title: text(title, { id }), status: 409, code, detail })

/** Analyses once more by the same definition, and says in what the two differ: the facts about them, and their sheets. */
export async function reproduce(id: string, _options: unknown, command: Command): Promise<void> {
  const tools = shell(command)
  const { client, print } = tools
  const before = await client.get(analysis, `/retention/analyses/${id}`)
  if (before.run.state !== 'succeeded') throw refused('error.not_finished', id, 'analysis_unfinished')
  if (before.sheet === 'old_form') throw refused('error.old_form', id, 'sheet_in_old_form')
  const after = await analyseAgain(tools, before)
  const differences = differencesOf(before, after)
  const rows = await compareSheets(sheetOf(client, before), sheetOf(client, after))
  const found = { run: { id: after.run.id, state: after.run.state }, of: { id }, same: differences.length === 0 && isSame(rows), differences, rows }
  if (found.same || tools.json) print(found, () => text('note.reproduced', { id, run: after.run.id, rows: rows.after }))
  if (!found.same) throw refused('error.not_reproduced', id, 'not_reproduced', differenceText(differences, rows))
}

async function analyseAgain({ client, note, wait }: Shell, before: Analysis): Promise<Analysis> {
  const { source, from, to, lookbackDays, sample, identity, gapSeconds, sessionCapSeconds, metrics } = before
  const asked = { source, from, to, lookbackDays, sample, identity, gapSeconds, sessionCapSeconds, metrics: metrics.map(({ name }) => name) }
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)))
  const started = await client.post(analysis, '/retention/analyses', given)
  note(text('note.started', { id: started.run.id }))
  await wait(started.run)
  return client.get(analysis, `/retention/analyses/${started.run.id}`)
}

/** What two analyses of one definition must agree in: the definition, what was there to read, the columns, and every number of the summary. */
function facts({ summary, receipt, columns }: Analysis): Record<string, unknown> {
  const { definitionHash, horizon, seenBefore, severalAccounts, documentsWithoutUid, notCollected, indices = [] } = receipt ?? {}
  const read = Object.fromEntries(indices.map(({ name, documents }) => [`documents of ${name}`, documents]))
  return { definitionHash, horizon, seenBefore, severalAccounts, documentsWithoutUid, notCollected, columns, ...read, ...summary }
}

/** In what the second differs from the first, by name; empty when they agree. */
function differencesOf(first: Analysis, second: Analysis): Difference[] {
  const [before, after] = [facts(first), facts(second)]
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return all.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ name, before: was, after: is }]
  })
}

/** The sheet of an analysis as CSV in its own order, as it comes. Throws sheet_incomplete where it breaks off. */
async function* sheetOf(client: Client, { run }: Analysis): AsyncGenerator<string, void> {
  const { body } = await client.open(`/retention/analyses/${run.id}/players.csv`, { accept: 'text/csv' })
  let last = ''
  try {
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      last = piece
      yield piece
    }
    if (!last.endsWith('\n')) throw new Error('the last line has no end')
  } catch (error) {
    throw refused('error.sheet_incomplete', run.id, 'sheet_incomplete', error instanceof Error ? error.message : String(error))
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function differenceText(differences: readonly Difference[], rows: SheetDifference): string {
  const [before, after] = [text('label.before'), text('label.after')]
  const counts = text('note.rowsDiffer', { before: rows.before, after: rows.after, changed: rows.changed, gone: rows.onlyBefore, added: rows.onlyAfter })
  const columns = rows.columns.map(({ name, rows: some }) => [name, some])
  const cells = rows.first.map(({ uid, auth_id, column, before: was, after: is }) => [uid, auth_id, column, was, is])
  return [
    differences.length > 0 &&
      table(
        [text('label.name'), before, after],
        differences.map((one) => [one.name, shown(one.before), shown(one.after)]),
      ),
    !isSame(rows) && counts,
    columns.length > 0 && table([text('label.column'), text('label.rows')], columns),
    cells.length > 0 && table(['uid', 'auth_id', text('label.column'), before, after], cells),
  ]
    .filter((part) => part !== false)
    .join('\n')
}
