'use client'
import { Anchor } from '@mantine/core'
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
    <th key={side} scope="col" data-align="end">
      <Anchor component={Link} href={`/retention/${names[side]}`} size="xs">
        {t(side, { id: names[side] })}
      </Anchor>
    </th>
  ))
}

/** Below this a difference is seldom chance. */
const usual = 0.05

/** Numbers of both, with their difference and how likely it is by chance alone. */
export function FigureTable({ figures, names }: { figures: Figure[]; names: Names }) {
  const t = useTranslations('retention.compare')
  return (
    <ScrollTable label={t('numbers')} minWidth={560}>
      <thead>
        <tr>
          <th scope="col">{t('number')}</th>
          <Heads names={names} />
          <th scope="col" data-align="end">
            {t('difference')}
          </th>
          <th scope="col" data-align="end">
            {t('chance')}
          </th>
        </tr>
      </thead>
      <tbody className={classes.figures}>
        {figures.map((figure) => (
          <FigureRow key={figure.name} figure={figure} />
        ))}
      </tbody>
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
    <tr>
      <th scope="row">{t.has(`figures.${name}`) ? t(`figures.${name}`) : t('share', { name: words(name).label })}</th>
      <td data-align="end">{shown(a)}</td>
      <td data-align="end">{shown(b)}</td>
      <td data-align="end">{difference === null ? <Unknown reason={t('notKnown')} /> : change(difference)}</td>
      <td data-align="end">
        {test ? (
          <span title={`z = ${test.z.toFixed(6)}, p = ${test.p.toFixed(6)}`}>
            {test.p < 0.0001 ? 'p < 0.0001' : `p = ${test.p.toFixed(4)}`}{' '}
            <Tag tone={test.p < usual ? 'blue' : 'grey'}>{t(test.p < usual ? 'unlikely' : 'likely')}</Tag>
          </span>
        ) : (
          <Unknown reason={t(kind === 'share' ? 'noTest' : 'onlyShares')} />
        )}
      </td>
    </tr>
  )
}

/** Lines of both; those that differ are marked by a word as well. */
export function LineTable({ label, lines, names, words }: { label: string; lines: Line[]; names: Names; words: 'definitionLines' | 'receiptLines' }) {
  const t = useTranslations('retention.compare')
  return (
    <ScrollTable label={label} minWidth={560}>
      <thead>
        <tr>
          <th scope="col">{t('what')}</th>
          <Heads names={names} />
          <th scope="col">{t('same')}</th>
        </tr>
      </thead>
      <tbody className={classes.figures}>
        {lines.map(({ name, a, b, same }) => (
          <tr key={name} data-differs={same ? undefined : true}>
            <th scope="row">{t(`${words}.${name}`)}</th>
            {[a, b].map((value, side) => (
              <td key={side === 0 ? 'a' : 'b'} data-align="end">
                {value ?? <Unknown reason={t('notKnown')} />}
              </td>
            ))}
            <td>{same ? <span className={classes.stepNote}>{t('equal')}</span> : <Tag tone="amber">{t('differ')}</Tag>}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}
