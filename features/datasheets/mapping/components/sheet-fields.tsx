'use client'
import { Autocomplete, Button, NumberInput, TagsInput, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { SheetMapping } from '#core/datasheets/mapping/mapping.ts'
import { ConditionFields } from '#features/datasheets/mapping/components/condition-fields.tsx'
import { PlaceIssues, useFault } from '#features/datasheets/mapping/components/issue-context.tsx'
import { RenameFields } from '#features/datasheets/mapping/components/rename-fields.tsx'
import { rowNumbersOf } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = {
  sheet: SheetMapping
  columns: readonly string[]
  /** Names of sheets in the file that it is tried on. */
  known: readonly string[]
  path: string
  onChange: (change: Partial<SheetMapping>) => void
  onRemove: () => void
}

/** One sheet that feeds a table: its name, where its rows are, which rows of the table it holds, how its headers are called. */
export function SheetFields({ sheet, columns, known, path, onChange, onRemove }: Props) {
  const t = useTranslations('datasheets.mapping.sheet')
  const fault = useFault()
  return (
    <section className={classes.card} aria-label={t('section', { name: sheet.sheet || t('unnamed') })}>
      <div className={classes.sheetHead}>
        <Autocomplete
          size="xs"
          label={t('name')}
          value={sheet.sheet}
          data={[...new Set(known)]}
          error={fault(`${path}.sheet`)}
          onChange={(name) => onChange({ sheet: name })}
          autoComplete="off"
          spellCheck={false}
        />
        <Button size="compact-xs" variant="default" onClick={onRemove} aria-label={t('removeName', { name: sheet.sheet })}>
          {t('remove')}
        </Button>
      </div>
      <ConditionFields where={sheet.where} columns={columns} path={`${path}.where`} onChange={(where) => onChange({ where })} />
      <div className={classes.pair}>
        <NumberInput
          size="xs"
          label={t('headerRow')}
          min={1}
          max={1000}
          allowDecimal={false}
          value={sheet.headerRow}
          error={fault(`${path}.headerRow`)}
          onChange={(row) => typeof row === 'number' && row >= 1 && onChange({ headerRow: row })}
        />
        <SkipRows rows={sheet.skipRows} fault={fault(`${path}.skipRows`)} onChange={(skipRows) => onChange({ skipRows })} />
      </div>
      <TagsInput
        size="xs"
        label={t('ignoreColumns')}
        description={t('ignoreHelp')}
        value={sheet.ignoreColumns}
        error={fault(`${path}.ignoreColumns`)}
        onChange={(ignoreColumns) => onChange({ ignoreColumns })}
        acceptValueOnBlur
      />
      <RenameFields rename={sheet.rename} columns={columns} path={`${path}.rename`} onChange={(rename) => onChange({ rename })} />
      <PlaceIssues path={path} exact />
    </section>
  )
}

/** Rows of types and comments above or below the header. What is typed stays until it is a list. */
function SkipRows({ rows, fault, onChange }: { rows: readonly number[]; fault: string | undefined; onChange: (rows: number[]) => void }) {
  const t = useTranslations('datasheets.mapping.sheet')
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? rows.join(', ')
  const parsed = rowNumbersOf(text)
  return (
    <TextInput
      size="xs"
      label={t('skipRows')}
      placeholder="2, 4-6"
      value={text}
      error={parsed ? fault : t('skipRowsWrong')}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        const next = rowNumbersOf(event.currentTarget.value)
        if (next) onChange(next)
      }}
      onBlur={() => parsed && setTyped(null)}
    />
  )
}
