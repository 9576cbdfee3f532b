'use client'
import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileText } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { withQuery } from '#components/api/client.ts'
import { useFormat } from '#components/format/use-format.ts'
import { type ExportFormat, exportFormats, mostExportRows } from '#core/shared/export.ts'

/** Where a list's export is asked for, and the filters that it must follow. */
export type ExportOf = { path: string; query: Record<string, string | number | null | undefined> }

const signs: Record<ExportFormat, typeof IconFileText> = { csv: IconFileText, xlsx: IconFileSpreadsheet }
const words = { csv: 'exportCsv', xlsx: 'exportXlsx' } as const
const ofPage = ['page', 'pageSize']

/** The address of an export: filters and order as the list asks for them, all pages. */
export function exportHref({ path, query }: ExportOf, format: ExportFormat): string {
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !ofPage.includes(name)))
  return withQuery(path, { ...filters, format })
}

/** All pages of what the filters find, as CSV or workbook. Says beforehand when it would be too much for one file. */
export function ExportMenu({ of, total }: { of: ExportOf; total: number | undefined }) {
  const t = useTranslations('table')
  const format = useFormat()
  const rows = format.number(total ?? 0)
  const most = format.number(mostExportRows)
  const why = total === 0 ? t('exportNothing') : total !== undefined && total > mostExportRows ? t('exportTooMany', { rows, most }) : null
  return (
    <Menu width={280}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
          {t('export')}
        </Button>
      </Menu.Target>
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
