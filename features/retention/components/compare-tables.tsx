'use client'
import { Anchor, Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { Figure, Line } from '#features/retention/components/comparison.ts'
import { useColumnWords } from '#features/retention/components/use-column-words.ts'
import classes from './result.module.css'

type Names = { a: string; b: string }

function Heads({ names }: { names: Names }) {
  const t = useTranslations('retention.compare')
  return (['a', 'b'] as const).map((side) => (
    <Table.Th key={side} scope="col" ta="end">
      <Anchor component={Link} href={`/retention/${names[side]}`} size="xs">
        {t(side, { id: names[side] })}
      </Anchor>
    </Table.Th>
  ))
}

/** Below this a difference is seldom chance. */
const usual = 0.05

/** Numbers of both, with their difference and how likely it is by chance alone. */
export function FigureTable({ figures, names }: { figures: Figure[]; names: Names }) {
  const t = useTranslations('retention.compare')
  return (
    <ScrollTable label={t('numbers')} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('number')}</Table.Th>
          <Heads names={names} />
          <Table.Th scope="col" ta="end">
            {t('difference')}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {t('chance')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className={classes.figures}>
        {figures.map((figure) => (
          <FigureRow key={figure.name} figure={figure} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}

function FigureRow({ figure }: { figure: Figure }) {
  const t = useTranslations('retention.compare')
  const format = useFormat()
  const words = useColumnWords()
  const { name, kind, a, b, difference, test } = figure
  const say = { count: format.number, share: format.percent, minutes: format.decimal }[kind]
  const shown = (value: number | null) => (value === null ? <Unknown reason={t('notKnown')} /> : say(value))
  const points = (value: number) => t('points', { value: format.decimal(Math.abs(value) * 100) })
  const change = (value: number) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${kind === 'share' ? points(value) : say(Math.abs(value))}`
  return (
    <Table.Tr>
      <Table.Th scope="row">{t.has(`figures.${name}`) ? t(`figures.${name}`) : t('share', { name: words(name).label })}</Table.Th>
      <Table.Td ta="end">{shown(a)}</Table.Td>
      <Table.Td ta="end">{shown(b)}</Table.Td>
      <Table.Td ta="end">{difference === null ? <Unknown reason={t('notKnown')} /> : change(difference)}</Table.Td>
      <Table.Td ta="end">
        {test ? (
          <span title={`z = ${test.z.toFixed(6)}, p = ${test.p.toFixed(6)}`}>
            {test.p < 0.0001 ? 'p < 0.0001' : `p = ${test.p.toFixed(4)}`}{' '}
            <Tag tone={test.p < usual ? 'blue' : 'grey'}>{t(test.p < usual ? 'unlikely' : 'likely')}</Tag>
          </span>
        ) : (
          <Unknown reason={t(kind === 'share' ? 'noTest' : 'onlyShares')} />
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Lines of both; those that differ are marked by a word as well. */
export function LineTable({ label, lines, names, words }: { label: string; lines: Line[]; names: Names; words: 'definitionLines' | 'receiptLines' }) {
  const t = useTranslations('retention.compare')
  return (
    <ScrollTable label={label} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('what')}</Table.Th>
          <Heads names={names} />
          <Table.Th scope="col">{t('same')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className={classes.figures}>
        {lines.map(({ name, a, b, same }) => (
          <Table.Tr key={name} data-differs={same ? undefined : true}>
            <Table.Th scope="row">{t(`${words}.${name}`)}</Table.Th>
            {[a, b].map((value, side) => (
              <Table.Td key={side === 0 ? 'a' : 'b'} ta="end">
                {value ?? <Unknown reason={t('notKnown')} />}
              </Table.Td>
            ))}
            <Table.Td>{same ? <span className={classes.stepNote}>{t('equal')}</span> : <Tag tone="amber">{t('differ')}</Tag>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
