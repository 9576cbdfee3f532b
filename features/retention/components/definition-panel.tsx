'use client'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { newHref, sentenceOf } from '#features/retention/components/again.ts'
import { AnalysisSentence } from '#features/retention/components/editable-sentence.tsx'
import type { Analysis } from '#features/retention/schema.ts'
import classes from './result.module.css'

/** What was asked; each part leads to a new analysis that differs in it. */
export function DefinitionPanel({ analysis }: { analysis: Analysis }) {
  const t = useTranslations('retention.definition')
  const may = useMay()
  const editable = may('retention.run')
  return (
    <div className={classes.definition}>
      <Panel title={t('title')}>
        <AnalysisSentence of={sentenceOf(analysis)} hrefOf={editable ? (part) => newHref(analysis, part) : null} />
        {editable && <p className={classes.hint}>{t('editHint')}</p>}
      </Panel>
    </div>
  )
}
