'use client'
import { Button, MultiSelect, NativeSelect, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import type { TableMapping } from '#core/datasheets/mapping/mapping.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { ColumnFields } from '#features/datasheets/mapping/components/column-fields.tsx'
import { PlaceIssues, useFault } from '#features/datasheets/mapping/components/issue-context.tsx'
import { RuleFields } from '#features/datasheets/mapping/components/rule-fields.tsx'
import { SheetFields } from '#features/datasheets/mapping/components/sheet-fields.tsx'
import { emptySheet, policies, withSheet } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = {
  table: TableMapping
  def: TableDef
  tables: readonly TableDef[]
  knownSheets: readonly string[]
  path: string
  onChange: (table: TableMapping) => void
}

/** Everything that is said of one table: the sheets that feed it, how rows and cells are read, what they have to keep to. */
export function TableEditor({ table, def, tables, knownSheets, path, onChange }: Props) {
  const t = useTranslations('datasheets.mapping')
  const columns = def.columns.filter(({ generated }) => !generated).map(({ name }) => name)
  return (
    <div className={classes.stack}>
      <Panel title={t('sheets')}>
        <div className={classes.stack}>
          <PlaceIssues path={`${path}.sheets`} exact />
          {table.sheets.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('byName', { table: def.name })}
            </Text>
          )}
          {table.sheets.map((sheet, at) => (
            <SheetFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed is no name yet
              key={at}
              sheet={sheet}
              columns={columns}
              known={knownSheets}
              path={`${path}.sheets.${at}`}
              onChange={(change) => onChange(withSheet(table, at, change))}
              onRemove={() => onChange({ ...table, sheets: table.sheets.toSpliced(at, 1) })}
            />
          ))}
          <Button
            size="xs"
            variant="default"
            w="max-content"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => onChange({ ...table, sheets: [...table.sheets, emptySheet('')] })}
          >
            {t('addSheet')}
          </Button>
        </div>
      </Panel>
      <Panel title={t('reading')}>
        <Reading table={table} def={def} columns={columns} path={path} onChange={onChange} />
      </Panel>
      <Panel title={t('columns.title')}>
        <ColumnFields table={table} def={def} path={path} onChange={onChange} />
      </Panel>
      <Panel title={t('rules.title')}>
        <RuleFields table={table} columns={columns} tables={tables} path={path} onChange={onChange} />
      </Panel>
    </div>
  )
}

function Reading({ table, def, columns, path, onChange }: Pick<Props, 'table' | 'def' | 'path' | 'onChange'> & { columns: string[] }) {
  const t = useTranslations('datasheets.mapping')
  const fault = useFault()
  return (
    <div className={classes.pair}>
      <NativeSelect
        size="xs"
        label={t('policy')}
        description={t(`policyHelp.${table.policy}`)}
        value={table.policy}
        data={policies.map((policy) => ({ value: policy, label: t(`policies.${policy}`) }))}
        onChange={(event) => onChange({ ...table, policy: policies.find((one) => one === event.currentTarget.value) ?? 'sync' })}
      />
      <MultiSelect
        size="xs"
        label={t('key')}
        description={def.primaryKey.length > 0 ? t('keyPrimary', { columns: def.primaryKey.join(', ') }) : t('keyMissing')}
        value={table.key}
        data={columns}
        error={fault(`${path}.key`)}
        onChange={(key) => onChange({ ...table, key })}
        clearable
        clearButtonProps={{ 'aria-label': t('keyClear') }}
      />
    </div>
  )
}
