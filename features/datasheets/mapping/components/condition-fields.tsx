'use client'
import { ActionIcon, Button, Code, NativeSelect, TagsInput, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Condition } from '#core/condition/condition.ts'
import { PlaceIssues, useFault } from '#features/datasheets/mapping/components/issue-context.tsx'
import {
  type ConditionRow,
  type ConditionRows,
  conditionOf,
  isList,
  isUnary,
  type Operator,
  operators,
  rowsOf,
  withOperator,
} from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = { where: Condition | null; columns: readonly string[]; path: string; onChange: (where: Condition | null) => void }

/** Which rows of the table a sheet holds: all of them, or those that meet conditions. */
export function ConditionFields({ where, columns, path, onChange }: Props) {
  const t = useTranslations('datasheets.mapping.where')
  const shown = rowsOf(where)
  if (!shown)
    return (
      <div>
        <Text size="xs" c="dimmed">
          {t('deep')}
        </Text>
        <Code block tabIndex={0}>
          {JSON.stringify(where, null, 2)}
        </Code>
        <PlaceIssues path={path} />
      </div>
    )
  const set = (next: Partial<ConditionRows>) => onChange(conditionOf({ ...shown, ...next }))
  const add = () => set({ rows: [...shown.rows, { left: columns[0] ?? '', op: 'eq', values: [''] }] })
  return (
    <fieldset className={classes.group}>
      <legend>{t('legend')}</legend>
      {shown.rows.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('whole')}
        </Text>
      )}
      {shown.rows.length > 1 && (
        <NativeSelect
          size="xs"
          w="max-content"
          aria-label={t('join')}
          value={shown.join}
          onChange={(event) => set({ join: event.currentTarget.value === 'any' ? 'any' : 'all' })}
          data={(['all', 'any'] as const).map((join) => ({ value: join, label: t(join) }))}
        />
      )}
      {shown.rows.map((row, at) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name but their place
          key={at}
          at={at}
          row={row}
          columns={columns}
          path={shown.rows.length === 1 ? path : `${path}.${shown.join}.${at}`}
          onChange={(next) => set({ rows: next ? shown.rows.with(at, next) : shown.rows.toSpliced(at, 1) })}
        />
      ))}
      <Button size="compact-xs" variant="default" leftSection={<IconPlus size={13} aria-hidden />} onClick={add}>
        {t('add')}
      </Button>
      <PlaceIssues path={path} exact />
    </fieldset>
  )
}

type RowProps = { row: ConditionRow; at: number; columns: readonly string[]; path: string; onChange: (row: ConditionRow | null) => void }

function Row({ row, at, columns, path, onChange }: RowProps) {
  const t = useTranslations('datasheets.mapping.where')
  const fault = useFault()
  const place = { at: at + 1 }
  const known = columns.includes(row.left) ? columns : [row.left, ...columns]
  return (
    <div className={classes.condition}>
      <NativeSelect
        size="xs"
        aria-label={t('column', place)}
        value={row.left}
        data={[...known]}
        error={fault(`${path}.left`)}
        onChange={(event) => onChange({ ...row, left: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('operator', place)}
        value={row.op}
        data={operators.map((op) => ({ value: op, label: t(`operators.${op}`) }))}
        onChange={(event) => onChange(withOperator(row, event.currentTarget.value as Operator))}
      />
      {isList(row.op) ? (
        <TagsInput
          size="xs"
          aria-label={t('values', place)}
          placeholder={row.values.length === 0 ? t('valuesHint') : undefined}
          value={row.values}
          error={fault(`${path}.right`)}
          onChange={(values) => onChange({ ...row, values })}
          acceptValueOnBlur
        />
      ) : (
        !isUnary(row.op) && (
          <TextInput
            size="xs"
            aria-label={t('value', place)}
            value={row.values[0] ?? ''}
            error={fault(`${path}.right`)}
            onChange={(event) => onChange({ ...row, values: [event.currentTarget.value] })}
          />
        )
      )}
      <ActionIcon aria-label={t('remove', place)} onClick={() => onChange(null)}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}
