'use client'
import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Note } from '#components/feedback/note.tsx'
import type { IdOf, MetricFormApi } from '#features/retention/metrics/components/form-api.ts'
import classes from './metrics.module.css'

const plainFields = ['name', 'label', 'family', 'ruleField', 'subject', 'fromDay', 'toDay'] as const

/** What a field is called in the summary. */
function useFieldName() {
  const t = useTranslations('retention.metrics.form')
  return (path: string): string => {
    const [, at, part] = /^where\.(\d+)\.(field|value)$/.exec(path) ?? []
    if (at !== undefined) return t(part === 'field' ? 'conditionField' : 'conditionValue', { at: Number(at) + 1 })
    const known = plainFields.find((name) => name === path)
    return known ? t(known) : path
  }
}

/** All that is wrong with links to the fields. It takes the focus each time that saving was tried in vain. */
export function FormSummary({ form, tries, idOf }: { form: MetricFormApi; tries: number; idOf: IdOf }) {
  const t = useTranslations('retention.metrics.form')
  const nameOf = useFieldName()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (tries > 0) box.current?.focus()
  }, [tries])
  const faults = Object.entries(form.errors).filter(([, fault]) => fault)
  if (tries === 0 || faults.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} className={classes.summary}>
      <Note tone="red" role="alert" title={t('summary', { count: faults.length })}>
        <ul>
          {faults.map(([path, fault]) => (
            <li key={path}>
              <Anchor href={`#${idOf(path)}`} size="sm" underline="always">
                {t('summaryLine', { field: nameOf(path), fault: String(fault) })}
              </Anchor>
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}
