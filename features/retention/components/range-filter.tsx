'use client'
import { Button, Group, NumberInput, Popover, Select, Stack } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { conditionsIn, whereOf, withRange } from '#features/retention/components/sheet-filter.ts'

type Props = { columns: { value: string; label: string }[]; where: string | null; onChange: (where: string | null) => void }

/** Players whose number in a column lies between two bounds. */
export function RangeFilter({ columns, where, onChange }: Props) {
  const t = useTranslations('retention.range')
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} width={280} trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          aria-expanded={opened}
          onClick={() => setOpened((old) => !old)}
        >
          {t('open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('open')}>
        {opened && (
          <RangeForm
            columns={columns}
            where={where}
            onApply={(next) => {
              onChange(next)
              setOpened(false)
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function RangeForm({ columns, where, onApply }: Omit<Props, 'onChange'> & { onApply: (where: string | null) => void }) {
  const t = useTranslations('retention.range')
  const [column, setColumn] = useState(columns[0]?.value ?? '')
  const [min, setMin] = useState<number | ''>('')
  const [max, setMax] = useState<number | ''>('')
  const reversed = min !== '' && max !== '' && max < min
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  const apply = () => {
    if (!reversed) onApply(whereOf(withRange(conditionsIn(where), column, min, max)))
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Stack gap="sm">
        <Select
          size="xs"
          label={t('column')}
          data={columns}
          value={column}
          onChange={(value) => setColumn(value ?? column)}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
        <Group grow gap={8}>
          <NumberInput size="xs" label={t('min')} value={min} onChange={(value) => setMin(number(value))} hideControls />
          <NumberInput
            size="xs"
            label={t('max')}
            value={max}
            onChange={(value) => setMax(number(value))}
            error={reversed ? t('reversed') : undefined}
            hideControls
          />
        </Group>
        <Button size="xs" type="submit">
          {t('apply')}
        </Button>
      </Stack>
    </form>
  )
}
