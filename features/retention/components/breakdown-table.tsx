'use client'
import { Anchor, Table } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
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
        <Table.Thead>
          <Table.Tr>
            {breakdownColumns.map((column) => (
              <Head
                key={column}
                column={column}
                order={order}
                label={column === 'value' ? t(breakdown.by) : t(`columns.${column}`)}
                onPress={() => press(column)}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ordered(breakdown.items, order, format.locale).map((group) => (
            <Table.Tr key={group.value ?? ''}>
              <Table.Td>
                <Anchor component="button" type="button" size="sm" onClick={() => onChoose(group.value)}>
                  {group.value ?? t('unknown')}
                </Anchor>
              </Table.Td>
              <Numbers group={group} most={most} />
            </Table.Tr>
          ))}
          {rest && (
            <Table.Tr>
              <Table.Td c="dimmed">{t('rest', { count: rest.values })}</Table.Td>
              <Numbers group={rest} most={most} />
            </Table.Tr>
          )}
        </Table.Tbody>
      </ScrollTable>
    </div>
  )
}

type HeadProps = { column: BreakdownColumn; order: BreakdownOrder; label: string; onPress: () => void }

function Head({ column, order, label, onPress }: HeadProps) {
  const direction = order.column !== column ? 'none' : order.descending ? 'descending' : 'ascending'
  const Sign = { none: IconArrowsSort, ascending: IconArrowUp, descending: IconArrowDown }[direction]
  return (
    <Table.Th scope="col" aria-sort={direction}>
      <button type="button" className={classes.sort} onClick={onPress}>
        {label}
        <Sign size={13} aria-hidden opacity={direction === 'none' ? 0.45 : 1} />
      </button>
    </Table.Th>
  )
}

function Numbers({ group, most }: { group: Omit<Group, 'value'>; most: number }) {
  const t = useTranslations('retention.breakdown')
  const format = useFormat()
  const { players, ripeD1, retainedD1, rateD1, intervalD1, activeMinutesMean } = group
  const unripe = players - ripeD1
  return (
    <>
      <Table.Td>
        <span className={classes.withBar}>
          <span className={classes.figure}>{format.number(players)}</span>
          <ShareBar share={Math.min(1, players / most)} />
        </span>
      </Table.Td>
      <Table.Td title={t('d1Counts', { retained: format.number(retainedD1), ripe: format.number(ripeD1), unripe: format.number(unripe) })}>
        <span className={classes.withBar}>
          <span className={classes.figure}>{rateD1 === null ? <Unknown reason={t('nobodyRipe')} /> : format.percent(rateD1)}</span>
          {rateD1 === null ? <span className={classes.hatched} aria-hidden /> : <ShareBar share={rateD1} interval={intervalD1} />}
        </span>
      </Table.Td>
      <Table.Td>{activeMinutesMean === null ? <Unknown reason={t('noPlayers')} /> : `${format.decimal(activeMinutesMean)}\u2009${t('minutes')}`}</Table.Td>
    </>
  )
}
