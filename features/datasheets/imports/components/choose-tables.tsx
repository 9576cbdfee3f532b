'use client'
import { Checkbox } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { TagList, TickAll, TickRow } from '#features/datasheets/components/tick-rows.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { leavesOut, notTickable, rowsWritten, writtenBy } from '#features/datasheets/imports/view.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { changedRows } from '#features/datasheets/plans/view.ts'
import classes from './imports.module.css'

type Table = PlanDetail['tables'][number]
type Risk = PlanDetail['risks'][number]

/** Which tables are imported, and what is at stake in each of them. */
export function ChooseTables({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.choice')
  const { choice } = useChoice()
  const changed = plan.tables.filter((table) => changedRows(table) > 0)
  if (changed.length === 0) return null
  const written = writtenBy(plan, choice)
  return (
    <Panel title={t('title')} action={<ChangeCounts counts={written} />}>
      <p className={classes.lead} role="status">
        {t('sentence', { rows: written.rows, tables: written.tables, of: changed.length })}
      </p>
      <ScrollTable label={t('label')} minWidth={560}>
        <Head changed={changed} />
        <tbody>
          {changed.map((table) => (
            <Row key={table.table} table={table} risk={plan.risks.find((one) => one.table === table.table)} />
          ))}
        </tbody>
      </ScrollTable>
      <Deletes tables={changed} />
      {written.rows > 0 && leavesOut(changed, choice) && (
        <Note tone="amber" title={t('partial.title')} role="status">
          {t('partial.text')}
        </Note>
      )}
      <Bound plan={plan} />
    </Panel>
  )
}

function Head({ changed }: { changed: readonly Table[] }) {
  const t = useTranslations('datasheets.choice')
  const { choice, setTables } = useChoice()
  const can = changed.filter((table) => notTickable(table) === null).map(({ table }) => table)
  return (
    <thead>
      <tr>
        <TickAll label={t('all')} can={can} ticked={new Set(choice.tables)} onTick={setTables} />
        <th scope="col">{t('table')}</th>
        <th scope="col">{t('changes')}</th>
        <th scope="col" title={t('shareHelp')}>
          {t('share')}
        </th>
        <th scope="col">{t('deletes')}</th>
        <th scope="col">{t('notes')}</th>
      </tr>
    </thead>
  )
}

function Row({ table, risk }: { table: Table; risk: Risk | undefined }) {
  const t = useTranslations('datasheets.choice')
  const { choice, setTable } = useChoice()
  const { table: name, errors, warnings } = table
  const why = notTickable(table)
  const ticked = why === null && choice.tables.includes(name)
  const notes = (
    <TagList>
      {why === 'errors' && <Tag tone="red">{t('errors', { count: errors })}</Tag>}
      {risk?.braked && choice.deletes && <Tag tone="red">{t('braked')}</Tag>}
      {warnings > 0 && <Tag tone="amber">{t('warnings', { count: warnings })}</Tag>}
    </TagList>
  )
  return (
    <TickRow table={name} label={t('tick', { table: name })} can={why === null} ticked={ticked} onTick={(on) => setTable(name, on)} notes={notes}>
      <td>
        <ChangeCounts counts={rowsWritten(table, choice)} />
      </td>
      <td>{risk && <Share percent={risk.percent} />}</td>
      <td>{table.delete > 0 && risk && <Gone table={table} risk={risk} />}</td>
    </TickRow>
  )
}

/** More than this share of a table is worth a second look. */
const muchPercent = 50

function Share({ percent }: { percent: number }) {
  const { percent: words } = useFormat()
  return (
    <span className={classes.share} data-much={percent > muchPercent || undefined}>
      <span className={classes.shareBar} aria-hidden>
        <span className={classes.shareFill} style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      {words(percent / 100)}
    </span>
  )
}

function Gone({ table, risk }: { table: Table; risk: Risk }) {
  const t = useTranslations('datasheets.choice')
  const { choice } = useChoice()
  const { percent } = useFormat()
  if (!choice.deletes) return <span className={classes.quiet}>{t('kept', { count: table.delete })}</span>
  return <span className={risk.braked ? classes.danger : undefined}>{t('gone', { count: table.delete, percent: percent(risk.deletePercent / 100) })}</span>
}

function Deletes({ tables }: { tables: readonly Table[] }) {
  const t = useTranslations('datasheets.choice')
  const { choice, setDeletes } = useChoice()
  const count = tables.filter(({ table }) => choice.tables.includes(table)).reduce((sum, table) => sum + table.delete, 0)
  if (tables.every((table) => table.delete === 0)) return null
  return (
    <Checkbox
      mt="sm"
      size="sm"
      label={t('withDeletes', { count })}
      description={t('withDeletesHelp')}
      checked={choice.deletes}
      onChange={(event) => setDeletes(event.currentTarget.checked)}
    />
  )
}

/** What the choice is bound to: what is approved and written is this, byte for byte. */
function Bound({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.choice')
  if (!plan.sha256) return null
  return (
    <div className={classes.bound}>
      {t('bound')} <LongId value={plan.sha256} />
    </div>
  )
}
