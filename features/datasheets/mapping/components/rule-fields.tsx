'use client'
import { ActionIcon, Button, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Rule, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { PlaceIssues, useFault } from '#features/datasheets/mapping/components/issue-context.tsx'
import { emptyRule, type RuleKind, ruleKinds } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = { table: TableMapping; columns: readonly string[]; tables: readonly TableDef[]; path: string; onChange: (table: TableMapping) => void }

/** What the values of the sheets have to keep to. */
export function RuleFields({ table, columns, tables, path, onChange }: Props) {
  const t = useTranslations('datasheets.mapping.rules')
  const [kind, setKind] = useState<RuleKind>('range')
  const set = (at: number, rule: Rule | null) => onChange({ ...table, rules: rule ? table.rules.with(at, rule) : table.rules.toSpliced(at, 1) })
  return (
    <div className={classes.stack}>
      {table.rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
        <fieldset key={at} className={classes.card}>
          <legend>{t(`kinds.${rule.kind}`)}</legend>
          <div className={classes.rule}>
            <OneRule rule={rule} columns={columns} tables={tables} path={`${path}.rules.${at}`} onChange={(next) => set(at, next)} />
            <ActionIcon mt={22} aria-label={t('remove', { at: at + 1, kind: t(`kinds.${rule.kind}`) })} onClick={() => set(at, null)}>
              <IconX size={16} />
            </ActionIcon>
          </div>
          <PlaceIssues path={`${path}.rules.${at}`} exact />
        </fieldset>
      ))}
      <div className={classes.row}>
        <NativeSelect
          size="xs"
          aria-label={t('kind')}
          value={kind}
          data={ruleKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          onChange={(event) => setKind(event.currentTarget.value as RuleKind)}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => onChange({ ...table, rules: [...table.rules, emptyRule[kind](columns[0] ?? '')] })}
        >
          {t('add')}
        </Button>
      </div>
    </div>
  )
}

type OneProps = { rule: Rule; columns: readonly string[]; tables: readonly TableDef[]; path: string; onChange: (rule: Rule) => void }

function OneRule({ rule, columns, tables, path, onChange }: OneProps) {
  const t = useTranslations('datasheets.mapping.rules')
  const fault = useFault()
  const choice = (name: string, value: string, from: readonly string[], set: (value: string) => void) => (
    <NativeSelect
      size="xs"
      label={t(`fields.${name}`)}
      value={value}
      data={[{ value: '', label: t('choose') }, ...(value === '' || from.includes(value) ? from : [value, ...from])]}
      error={fault(`${path}.${name}`)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
  const number = (name: 'min' | 'max' | 'equals', value: string | undefined, set: (value: string) => void) => (
    <TextInput
      size="xs"
      w={110}
      inputMode="decimal"
      label={t(`fields.${name}`)}
      value={value ?? ''}
      error={fault(`${path}.${name}`)}
      onChange={(event) => set(event.currentTarget.value.trim())}
    />
  )
  const several = (name: string, value: readonly string[], set: (value: string[]) => void) => (
    <MultiSelect size="xs" miw={160} label={t(`fields.${name}`)} value={[...value]} data={[...columns]} error={fault(`${path}.${name}`)} onChange={set} />
  )
  const without = ({ min, max, ...rest }: Extract<Rule, { kind: 'range' }>): Rule => ({ ...rest, ...(min ? { min } : {}), ...(max ? { max } : {}) })
  switch (rule.kind) {
    case 'range':
      return (
        <>
          {choice('column', rule.column, columns, (column) => onChange({ ...rule, column }))}
          {number('min', rule.min, (min) => onChange(without({ ...rule, min })))}
          {number('max', rule.max, (max) => onChange(without({ ...rule, max })))}
        </>
      )
    case 'not_default':
      return choice('column', rule.column, columns, (column) => onChange({ ...rule, column }))
    case 'sum':
      return (
        <>
          {choice('column', rule.column, columns, (column) => onChange({ ...rule, column }))}
          {several('by', rule.by, (by) => onChange({ ...rule, by }))}
          {number('equals', rule.equals, (equals) => onChange({ ...rule, equals }))}
        </>
      )
    case 'reference':
      return (
        <>
          {choice('column', rule.column, columns, (column) => onChange({ ...rule, column }))}
          {choice(
            'table',
            rule.table,
            tables.map(({ name }) => name),
            (table) => onChange({ ...rule, table, to: tables.find(({ name }) => name === table)?.primaryKey[0] ?? '' }),
          )}
          {choice('to', rule.to, tables.find(({ name }) => name === rule.table)?.columns.map(({ name }) => name) ?? [], (to) => onChange({ ...rule, to }))}
        </>
      )
    case 'unique':
      return several('columns', rule.columns, (next) => onChange({ ...rule, columns: next }))
    case 'order':
      return (
        <>
          {choice('before', rule.before, columns, (before) => onChange({ ...rule, before }))}
          {choice('after', rule.after, columns, (after) => onChange({ ...rule, after }))}
        </>
      )
  }
}
