'use client'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { keyFields, keyOf } from '#features/datasheets/history/view.ts'
import { gameSchemaQuery } from '#features/datasheets/mapping/queries.ts'
import type { GameSchema } from '#features/datasheets/mapping/schema.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import classes from './history.module.css'

export type Wish = { environment: string; table: string | null; key: string | null; column: string | null }
type Props = { wish: Wish; onChange: (wish: Partial<Wish>) => void }

/** The row that is looked for: a field for each column of the table's key, taken when it is sent. */
function KeyFields({ columns, wish, onChange }: Props & { columns: readonly string[] }) {
  const t = useTranslations('datasheets.history')
  const [fields, setFields] = useState(keyFields(wish.key ?? '', columns))
  return (
    <form
      className={classes.form}
      style={{ margin: 0 }}
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ key: keyOf(fields, columns) })
      }}
    >
      {columns.map((column) => (
        <TextInput
          key={column}
          label={t('key', { column })}
          value={fields[column] ?? ''}
          onChange={({ currentTarget: { value } }) => setFields((before) => ({ ...before, [column]: value }))}
          autoComplete="off"
          className={classes.field ?? ''}
        />
      ))}
      <Button type="submit" variant="default" leftSection={<IconSearch size={15} aria-hidden />}>
        {t('find')}
      </Button>
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
      <NativeSelect
        label={t('table')}
        value={wish.table ?? ''}
        className={classes.field ?? ''}
        data={options(
          tables.map(({ name }) => name),
          t('choose'),
        )}
        onChange={(event) => onChange({ table: event.currentTarget.value || null, key: null, column: null })}
      />
      {table && (
        <NativeSelect
          label={t('column')}
          value={wish.column ?? ''}
          className={classes.field ?? ''}
          data={options(columns, t('allColumns'))}
          onChange={(event) => onChange({ column: event.currentTarget.value || null })}
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
  const kinds = useTranslations('shell.environment.kinds')
  const { environments } = useEnvironment()
  const { data, error, refetch } = useQuery(gameSchemaQuery(wish.environment))
  return (
    <>
      <div className={classes.form}>
        <NativeSelect
          label={t('environment')}
          value={wish.environment}
          className={classes.field ?? ''}
          data={environments.map(({ id, name, kind }) => ({ value: id, label: `${kinds(kind)} · ${name}` }))}
          onChange={(event) => onChange({ environment: event.currentTarget.value, table: null, key: null, column: null })}
        />
        {data && <TableFields tables={data.tables} wish={wish} onChange={onChange} />}
      </div>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
    </>
  )
}
