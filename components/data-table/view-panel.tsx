'use client'
import { Checkbox, Popover, SegmentedControl, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { cloneElement } from 'react'
import type { TableView } from '#components/data-table/use-table-view.ts'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import type { Density } from '#core/shared/display.ts'

export type ColumnChoice = { id: string; label: string; shown: boolean; fixed: boolean; show: (shown: boolean) => void }

/** The choices of a table's look. */
export function ViewPanel({ target, opened, onChange, columns, view }: PopupProps & { columns: ColumnChoice[]; view: TableView }) {
  const t = useTranslations('table')
  return (
    <Popover position="bottom-end" width={240} trapFocus opened={opened} onChange={onChange}>
      <Popover.Target>{cloneElement(target, { onClick: () => onChange(!opened) })}</Popover.Target>
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
            {columns.map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={column.label}
                checked={column.shown}
                disabled={column.fixed}
                onChange={(event) => column.show(event.currentTarget.checked)}
              />
            ))}
          </Stack>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
