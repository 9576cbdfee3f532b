'use client'
import { Text, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { houseZone, useFormat } from '#components/format/use-format.ts'
import { outcomes } from '#core/audit/outcomes.ts'
import { instantOf, wallClock, withOffset } from '#core/shared/zoned.ts'
import { auditFilterNames } from '#features/audit/view.ts'

type Name = (typeof auditFilterNames)[number]
export type AuditUrl = ListUrl<Name>

/** Text, who, action, object, outcome, from and to: all in the address. */
export function AuditFilters({ url }: { url: AuditUrl }) {
  const t = useTranslations('audit')
  const { filters, setFilters } = url
  return (
    <>
      <SearchFilter main label={t('filters.search')} placeholder={t('filters.searchHint')} value={filters.q} onChange={(q) => setFilters({ q })} />
      <SearchFilter width={130} label={t('columns.who')} placeholder={t('columns.who')} value={filters.who} onChange={(who) => setFilters({ who })} />
      <SearchFilter
        width={150}
        label={t('columns.action')}
        placeholder={t('filters.actionHint')}
        value={filters.action}
        onChange={(action) => setFilters({ action })}
      />
      <SearchFilter
        width={150}
        label={t('columns.object')}
        placeholder={t('filters.objectHint')}
        value={filters.object}
        onChange={(object) => setFilters({ object })}
      />
      <ChoiceFilter
        label={t('columns.outcome')}
        value={filters.outcome}
        onChange={(outcome) => setFilters({ outcome })}
        options={outcomes.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) }))}
        width={120}
      />
      <TimeFilter label={t('filters.from')} word={t('filters.fromWord')} value={filters.from} onChange={(from) => setFilters({ from })} />
      <TimeFilter label={t('filters.to')} word={t('filters.toWord')} value={filters.to} onChange={(to) => setFilters({ to })} />
      <Chips url={url} />
    </>
  )
}

type TimeProps = { label: string; word: string; value: string | null; onChange: (value: string | null) => void }

/** A time on the wall of the house; the address keeps it with its offset. */
function TimeFilter({ label, word, value, onChange }: TimeProps) {
  const ms = value === null ? Number.NaN : Date.parse(value)
  const wall = Number.isNaN(ms) ? '' : wallClock(ms, houseZone).slice(0, 16).replace(' ', 'T')
  const change = (text: string) => {
    const instant = text ? instantOf(`${text.replace('T', ' ')}:00`, houseZone) : null
    onChange(instant === null ? null : withOffset(instant, houseZone))
  }
  const section = (
    <Text size="xs" c="dimmed" component="span" aria-hidden>
      {word}
    </Text>
  )
  return (
    <TextInput
      size="xs"
      type="datetime-local"
      aria-label={label}
      title={label}
      value={wall}
      leftSection={section}
      leftSectionWidth={52}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function Chips({ url }: { url: AuditUrl }) {
  const t = useTranslations('audit')
  const format = useFormat()
  const { filters, setFilters } = url
  const words: Record<Name, (value: string) => string> = {
    q: (value) => `“${value}”`,
    who: (value) => `${t('columns.who')}: ${value}`,
    action: (value) => `${t('columns.action')}: ${value}`,
    object: (value) => `${t('columns.object')}: ${value}`,
    outcome: (value) => (value === 'done' || value === 'refused' ? t(`outcomes.${value}`) : value),
    run: (value) => t('filters.run', { id: value }),
    from: (value) => `${t('filters.from')}: ${timeText(value, format.dateTime)}`,
    to: (value) => `${t('filters.to')}: ${timeText(value, format.dateTime)}`,
  }
  const chips = auditFilterNames
    .filter((name) => filters[name] !== null)
    .map((name) => ({ key: name, text: words[name](filters[name] ?? ''), onRemove: () => setFilters({ [name]: null }) }))
  return <FilterChips chips={chips} onClear={url.clear} />
}

const timeText = (value: string, say: (iso: string) => string): string => (Number.isNaN(Date.parse(value)) ? value : say(new Date(value).toISOString()))
