'use client'
import { TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useContext, useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { Issues } from '#features/datasheets/mapping/components/issue-context.tsx'
import { issuesAt, placeOf } from '#features/datasheets/mapping/view.ts'
import classes from './mapping.module.css'

type Props = { names: readonly string[]; mapping: Mapping; chosen: string | null; onChoose: (table: string | null) => void }

/** The tables of the database, what is said of each, and where something is wrong. */
export function TableList({ names, mapping, chosen, onChoose }: Props) {
  const t = useTranslations('datasheets.mapping')
  const issues = useContext(Issues)
  const [sought, setSought] = useState('')
  // A table that the database does not have any more must still be found, to be taken away.
  const all = [...new Set([...names, ...mapping.tables.map(({ table }) => table)])]
  const seen = all.filter((name) => name.toLowerCase().includes(sought.trim().toLowerCase()))
  const errorsOf = (name: string) => issuesAt(issues, `tables.${placeOf(mapping, name)}`).filter(({ level }) => level === 'error').length
  const sheetsOf = (name: string) => mapping.tables.find(({ table }) => table === name)?.sheets.length
  return (
    <Panel title={t('tables')} flush>
      <div style={{ padding: '8px 8px 0' }}>
        <TextInput
          size="xs"
          aria-label={t('search')}
          placeholder={t('search')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
          data-page-search
        />
      </div>
      <ul className={classes.tables}>
        <li>
          <button type="button" className={classes.tableLink} aria-current={chosen === null || undefined} onClick={() => onChoose(null)}>
            {t('general')}
          </button>
        </li>
        {seen.map((name) => {
          const errors = errorsOf(name)
          const sheets = sheetsOf(name)
          return (
            <li key={name}>
              <button type="button" className={classes.tableLink} aria-current={chosen === name || undefined} onClick={() => onChoose(name)}>
                <span>{name}</span>
                <span className={classes.marks}>
                  {errors > 0 && <span className={classes.faults}>{t('faults', { count: errors })}</span>}
                  {sheets !== undefined && t('mapped', { count: sheets })}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
