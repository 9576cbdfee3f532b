'use client'
import { Menu } from '@mantine/core'
import { IconFileSpreadsheet, IconFileText } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ExportOf, exportHref } from '#components/data-table/export-href.ts'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { type ExportFormat, exportFormats, mostExportRows } from '#core/shared/export.ts'

const signs: Record<ExportFormat, typeof IconFileText> = { csv: IconFileText, xlsx: IconFileSpreadsheet }
const words = { csv: 'exportCsv', xlsx: 'exportXlsx' } as const

type Props = PopupProps & { of: ExportOf; total: number | undefined }

/** The formats, each a link; or why there is nothing to take away. */
export function ExportList({ target, opened, onChange, of, total }: Props) {
  const t = useTranslations('table')
  const format = useFormat()
  const rows = format.number(total ?? 0)
  const most = format.number(mostExportRows)
  const why = total === 0 ? t('exportNothing') : total !== undefined && total > mostExportRows ? t('exportTooMany', { rows, most }) : null
  return (
    <Menu width={280} opened={opened} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown aria-label={t('export')}>
        <Menu.Label>{t('exportAll')}</Menu.Label>
        {exportFormats.map((kind) => {
          const Sign = signs[kind]
          const look = { leftSection: <Sign size={16} stroke={1.6} aria-hidden />, children: t(words[kind], { rows }) }
          return why ? <Menu.Item key={kind} disabled {...look} /> : <Menu.Item key={kind} component="a" href={exportHref(of, kind)} download {...look} />
        })}
        <Menu.Divider />
        <Menu.Label c={why ? 'var(--qd-amber)' : undefined} style={{ whiteSpace: 'normal' }}>
          {why ?? t('exportRecorded')}
        </Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
