'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { ComparedTable } from '#features/datasheets/comparisons/view.ts'
import { TagList, TickAll, TickRow } from '#features/datasheets/components/tick-rows.tsx'
import { tableCountsOf } from '#features/datasheets/exports/queries.ts'

type Place = { id: string; name: string }
type Rows = { rows: number | null; besideRows: number | null } | undefined
/** Why there is no number. */
type Counted = 'counting' | 'missing' | 'notCounted'
type Props = { from: Place; to: Place; tables: readonly ComparedTable[]; ticked: ReadonlySet<string>; onTick: (ticked: ReadonlySet<string>) => void }

function Count({ rows, counted }: { rows: number | null | undefined; counted: Counted }) {
  const t = useTranslations('datasheets.comparisons')
  const format = useFormat()
  return typeof rows === 'number' ? format.number(rows) : <Unknown reason={t(counted)} />
}

function Row({
  of,
  rows,
  counted,
  ticked,
  onTick,
  from,
  to,
}: Pick<Props, 'from' | 'to'> & { of: ComparedTable; rows: Rows; counted: Counted; ticked: boolean; onTick: () => void }) {
  const t = useTranslations('datasheets.comparisons')
  const { table, comparable, missingIn, differences } = of
  const notes = (
    <TagList>
      {missingIn && <Tag tone="grey">{t('missingIn', { environment: missingIn === 'from' ? from.name : to.name })}</Tag>}
      {differences > 0 && <Tag tone={comparable ? 'amber' : 'red'}>{t(comparable ? 'differs' : 'blocked', { count: differences })}</Tag>}
    </TagList>
  )
  return (
    <TickRow table={table} label={t('tick', { table })} can={comparable} ticked={ticked} onTick={onTick} notes={notes}>
      <td data-align="end">
        <Count rows={rows?.rows} counted={counted} />
      </td>
      <td data-align="end">
        <Count rows={rows?.besideRows} counted={counted} />
      </td>
    </TickRow>
  )
}

/** The tables of both environments with their rows side by side; those whose declarations go together can be ticked. */
export function TableChoice({ from, to, tables, ticked, onTick }: Props) {
  const t = useTranslations('datasheets.comparisons')
  const { data, isError } = useQuery(tableCountsOf(from.id, to.id))
  const counted = data ? 'missing' : isError ? 'notCounted' : 'counting'
  const can = tables.filter(({ comparable }) => comparable).map(({ table }) => table)
  const rows = new Map(data?.tables.map((one) => [one.table, one]))
  const turn = (table: string) => onTick(new Set(ticked.has(table) ? [...ticked].filter((one) => one !== table) : [...ticked, table]))
  return (
    <>
      {isError && <Note tone="amber" title={t('notCounted')} />}
      <ScrollTable label={t('tables')} minWidth={520}>
        <thead>
          <tr>
            <TickAll label={t('all')} can={can} ticked={ticked} onTick={(tables) => onTick(new Set(tables))} />
            <th scope="col">{t('table')}</th>
            <th scope="col" data-align="end">
              {t('rowsIn', { environment: from.name })}
            </th>
            <th scope="col" data-align="end">
              {t('rowsIn', { environment: to.name })}
            </th>
            <th scope="col">{t('notes')}</th>
          </tr>
        </thead>
        <tbody>
          {tables.map((one) => (
            <Row
              key={one.table}
              of={one}
              rows={rows.get(one.table)}
              counted={counted}
              ticked={one.comparable && ticked.has(one.table)}
              onTick={() => turn(one.table)}
              from={from}
              to={to}
            />
          ))}
        </tbody>
      </ScrollTable>
    </>
  )
}
