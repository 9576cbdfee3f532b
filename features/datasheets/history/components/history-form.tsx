'use client'
import { Button, Group, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ChoiceBar, ChoiceField, inBar } from '#features/datasheets/components/choice-bar.tsx'
import { keyFields, keyOf } from '#features/datasheets/history/view.ts'
import { gameSchemaQuery } from '#features/datasheets/mapping/queries.ts'
import type { GameSchema } from '#features/datasheets/mapping/schema.ts'
import { useEnvironmentOptions } from '#features/environments/components/use-environment-options.ts'

export type Wish = { environment: string; table: string | null; key: string | null; column: string | null }
type Props = { wish: Wish; onChange: (wish: Partial<Wish>) => void }

/** The row that is looked for: a field for each column of the table's key, taken when it is sent. */
function KeyFields({ columns, wish, onChange }: Props & { columns: readonly string[] }) {
  const t = useTranslations('datasheets.history')
  const [fields, setFields] = useState(keyFields(wish.key ?? '', columns))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ key: keyOf(fields, columns) })
      }}
    >
      <Group gap={12} align="flex-end">
        {columns.map((column) => (
          <TextInput
            key={column}
            label={t('key', { column })}
            value={fields[column] ?? ''}
            onChange={({ currentTarget: { value } }) => setFields((before) => ({ ...before, [column]: value }))}
            autoComplete="off"
            {...inBar}
          />
        ))}
        <Button type="submit" variant="default" leftSection={<IconSearch size={15} aria-hidden />}>
          {t('find')}
        </Button>
      </Group>
    </form>
  )
}

function TableFields({ tables, wish, onChange }: Props & { tables: GameSchema['tables'] }) {
  const t = useTranslations('datasheets.history')
  const table = tables.find(({ name }) => name === wish.table)
  const options = (names: readonly string[], none: string) => [{ value: '', label: none }, ...names.map((name) => ({ value: name, label: name }))]
  const columns = table?.columns.filter(({ generated }) => !generated).map(({ name }) => name) ?? []
  return (
    <>
      <ChoiceField
        label={t('table')}
        value={wish.table ?? ''}
        options={options(
          tables.map(({ name }) => name),
          t('choose'),
        )}
        onChange={(name) => onChange({ table: name || null, key: null, column: null })}
      />
      {table && (
        <ChoiceField
          label={t('column')}
          value={wish.column ?? ''}
          options={options(columns, t('allColumns'))}
          onChange={(name) => onChange({ column: name || null })}
        />
      )}
      {table && table.primaryKey.length > 0 && (
        <KeyFields key={`${wish.environment} ${table.name} ${wish.key}`} columns={table.primaryKey} wish={wish} onChange={onChange} />
      )}
    </>
  )
}

/** Whose history: an environment, a table of it, and if wished a column and a row. */
export function HistoryForm({ wish, onChange }: Props) {
  const t = useTranslations('datasheets.history')
  const environments = useEnvironmentOptions()
  const { data, error, refetch } = useQuery(gameSchemaQuery(wish.environment))
  return (
    <>
      <ChoiceBar>
        <ChoiceField
          label={t('environment')}
          value={wish.environment}
          options={environments}
          onChange={(id) => onChange({ environment: id, table: null, key: null, column: null })}
        />
        {data && <TableFields tables={data.tables} wish={wish} onChange={onChange} />}
      </ChoiceBar>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
    </>
  )
}
