'use client'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ExportOf } from '#components/data-table/export-href.ts'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'

const load = async () => (await import('#components/data-table/export-list.tsx')).ExportList

/** All pages of what the filters find, as CSV or workbook. Says beforehand when it would be too much for one file. */
export function ExportMenu({ of, total }: { of: ExportOf; total: number | undefined }) {
  const t = useTranslations('table')
  const target = (
    <Button variant="default" size="xs" leftSection={<IconDownload size={14} aria-hidden />}>
      {t('export')}
    </Button>
  )
  return <LazyPopup kind="menu" load={load} own={{ of, total }} target={target} />
}
