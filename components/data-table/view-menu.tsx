'use client'
import { Button } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Table } from '#components/data-table/data-table.tsx'
import type { TableView } from '#components/data-table/use-table-view.ts'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'

const load = async () => (await import('#components/data-table/view-panel.tsx')).ViewPanel

/** Which columns, and how dense. */
export function ViewMenu<Row extends object>({ table, view }: { table: Table<Row>; view: TableView }) {
  const t = useTranslations('table')
  const columns = table.getAllLeafColumns().map((column) => ({
    id: column.id,
    label: column.columnDef.meta?.label ?? column.id,
    shown: column.getIsVisible(),
    fixed: !column.getCanHide(),
    show: (shown: boolean) => column.toggleVisibility(shown),
  }))
  const target = (
    <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} />}>
      {t('view')}
    </Button>
  )
  return <LazyPopup kind="dialog" load={load} own={{ columns, view }} target={target} />
}
