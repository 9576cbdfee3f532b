'use client'
import { Button, Checkbox, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Table } from '#components/data-table/data-table.tsx'
import type { TableView } from '#components/data-table/use-table-view.ts'
import type { Density } from '#core/shared/display.ts'

/** Which columns, and how dense. */
export function ViewMenu<Row extends object>({ table, view }: { table: Table<Row>; view: TableView }) {
  const t = useTranslations('table')
  return (
    <Popover position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} />}>
          {t('view')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('view')}>
        <Stack gap="sm">
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('density')}
            value={view.density}
            onChange={(value) => view.setDensity(value as Density)}
            data={[
              { value: 'comfortable', label: t('comfortable') },
              { value: 'compact', label: t('compact') },
            ]}
          />
          <Text size="xs" c="dimmed">
            {t('columns')}
          </Text>
          <Stack gap={6} mah={320} style={{ overflow: 'auto' }}>
            {table.getAllLeafColumns().map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={column.columnDef.meta?.label ?? column.id}
                checked={column.getIsVisible()}
                disabled={!column.getCanHide()}
                onChange={(event) => column.toggleVisibility(event.currentTarget.checked)}
              />
            ))}
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
