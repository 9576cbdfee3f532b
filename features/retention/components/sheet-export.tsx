'use client'
import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileText } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { withQuery } from '#components/api/client.ts'
import { useFormat } from '#components/format/use-format.ts'
import type { ExportFormat } from '#core/shared/export.ts'
import { exportQueryOf } from '#features/retention/components/sheet-filter.ts'
import { playersExportPath } from '#features/retention/queries.ts'
import type { PlayerQuery } from '#features/retention/schema.ts'

const formats = ['csv', 'xlsx'] as const satisfies readonly ExportFormat[]
const signs = { csv: IconFileText, xlsx: IconFileSpreadsheet }
const words = { csv: 'exportCsv', xlsx: 'exportXlsx' } as const

type Props = { id: string; query: PlayerQuery /** Rows that the filters find. */; found: number | undefined /** Rows of the whole sheet. */; all: number }

/** The sheet as a file: what filters and order show, or all of it as it was computed. */
export function SheetExport({ id, query, found, all }: Props) {
  const t = useTranslations('table')
  const own = useTranslations('retention.export')
  const follows = exportQueryOf(query)
  const shaped = Object.keys(follows).length > 0
  return (
    <Menu width={280}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
          {t('export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('export')}>
        {shaped && (
          <>
            <Menu.Label>{own('shown')}</Menu.Label>
            <Items path={playersExportPath(id)} query={follows} rows={found ?? 0} />
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{own('whole')}</Menu.Label>
        <Items path={playersExportPath(id)} query={{}} rows={all} />
        <Menu.Divider />
        <Menu.Label style={{ whiteSpace: 'normal' }}>{t('exportRecorded')}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}

function Items({ path, query, rows }: { path: string; query: ReturnType<typeof exportQueryOf>; rows: number }) {
  const t = useTranslations('table')
  const format = useFormat()
  return (
    <>
      {formats.map((kind) => {
        const Sign = signs[kind]
        const look = { leftSection: <Sign size={16} stroke={1.6} aria-hidden />, children: t(words[kind], { rows: format.number(rows) }) }
        if (rows === 0) return <Menu.Item key={kind} disabled {...look} />
        return <Menu.Item key={kind} component="a" href={withQuery(path, { ...query, format: kind })} download {...look} />
      })}
    </>
  )
}
