'use client'
import { useTranslations } from 'next-intl'
import { type Chip, FilterChips } from '#components/data-table/filter-chips.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { conditionsIn, type sheetFilterNames, whereOf } from '#features/retention/components/sheet-filter.ts'

type Url = ListUrl<(typeof sheetFilterNames)[number]>

/** What the sheet is filtered by, each removable. */
export function SheetChips({ url, label }: { url: Url; label: (column: string) => string }) {
  const t = useTranslations('retention')
  const { q, status, country, device, where } = url.filters
  const conditions = conditionsIn(where)
  const plain = (key: 'q' | 'status' | 'country' | 'device', text: string): Chip => ({ key, text, onRemove: () => url.setFilters({ [key]: null }) })
  const chips: Chip[] = [
    ...(q ? [plain('q', `“${q}”`)] : []),
    ...(status ? [plain('status', t.has(`statuses.${status}`) ? t(`statuses.${status}`) : status)] : []),
    ...(country ? [plain('country', `${label('country')}: ${country}`)] : []),
    ...(device ? [plain('device', `${label('device')}: ${device}`)] : []),
    ...conditions.map((one) => ({
      key: `${one.column}${one.operator}${one.value}`,
      text: `${label(one.column)} ${one.operator.replace('>=', '≥').replace('<=', '≤')} ${one.value === null ? t('range.unknown') : String(one.value)}`,
      onRemove: () => url.setFilters({ where: whereOf(conditions.filter((other) => other !== one)) }),
    })),
  ]
  return <FilterChips chips={chips} onClear={url.clear} />
}
