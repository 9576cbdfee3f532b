'use client'
import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SortButton } from '#components/data-table/sort-button.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { type BreakdownColumn, type BreakdownOrder, breakdownColumns, type Group, ordered } from '#features/retention/components/breakdown-order.ts'
import { ShareBar } from '#features/retention/components/share-bar.tsx'
import type { Breakdown } from '#features/retention/sheet/schema.ts'
import classes from './result.module.css'

type Props = { breakdown: Breakdown; onChoose: (value: string | null) => void }

/** Groups with their numbers; a group's name leads to its players. */
export function BreakdownTable({ breakdown, onChoose }: Props) {
  const t = useTranslations('retention.breakdown')
  const format = useFormat()
  const [order, setOrder] = useState<BreakdownOrder>({ column: 'players', descending: true })
  const most = Math.max(1, ...breakdown.items.map((item) => item.players))
  const press = (column: BreakdownColumn) => setOrder((old) => ({ column, descending: old.column === column ? !old.descending : column !== 'value' }))
  const { rest } = breakdown
  return (
    <div className={classes.breakdown}>
      <ScrollTable label={t('title')} minWidth={420}>
        <thead>
          <tr>
            {breakdownColumns.map((column) => (
              <Head
                key={column}
                column={column}
                order={order}
                label={column === 'value' ? t(breakdown.by) : t(`columns.${column}`)}
                onPress={() => press(column)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered(breakdown.items, order, format.locale).map((group) => (
            <tr key={group.value ?? ''}>
              <td>
                <Anchor component="button" type="button" size="sm" onClick={() => onChoose(group.value)}>
                  {group.value ?? t('unknown')}
                </Anchor>
              </td>
              <Numbers group={group} most={most} />
            </tr>
          ))}
          {rest && (
            <tr>
              <td data-tone="dimmed">{t('rest', { count: rest.values })}</td>
              <Numbers group={rest} most={most} />
            </tr>
          )}
        </tbody>
      </ScrollTable>
    </div>
  )
}

type HeadProps = { column: BreakdownColumn; order: BreakdownOrder; label: string; onPress: () => void }

function Head({ column, order, label, onPress }: HeadProps) {
  const direction = order.column !== column ? 'none' : order.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={direction}>
      <SortButton label={label} direction={direction} onPress={onPress} />
    </th>
  )
}

function Numbers({ group, most }: { group: Omit<Group, 'value'>; most: number }) {
  const t = useTranslations('retention.breakdown')
  const format = useFormat()
  const { players, ripeD1, retainedD1, rateD1, intervalD1, activeMinutesMean } = group
  const unripe = players - ripeD1
  return (
    <>
      <td>
        <span className={classes.withBar}>
          <span className={classes.figure}>{format.number(players)}</span>
          <ShareBar share={Math.min(1, players / most)} />
        </span>
      </td>
      <td title={t('d1Counts', { retained: format.number(retainedD1), ripe: format.number(ripeD1), unripe: format.number(unripe) })}>
        <span className={classes.withBar}>
          <span className={classes.figure}>{rateD1 === null ? <Unknown reason={t('nobodyRipe')} /> : format.percent(rateD1)}</span>
          {rateD1 === null ? <span className={classes.hatched} aria-hidden /> : <ShareBar share={rateD1} interval={intervalD1} />}
        </span>
      </td>
      <td>{activeMinutesMean === null ? <Unknown reason={t('noPlayers')} /> : `${format.decimal(activeMinutesMean)}\u2009${t('minutes')}`}</td>
    </>
  )
}
