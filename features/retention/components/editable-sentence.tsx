'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DefinitionSentence, type Part, type Sentence } from '#features/retention/components/definition-sentence.tsx'
import classes from './definition.module.css'

/** The sentence beside the form: a press on a part goes to its field. */
export function FormSentence({ of, onEdit }: { of: Sentence; onEdit: (part: Part) => void }) {
  const t = useTranslations('retention.definition')
  const edit = (part: Part, words: ReactNode) => (
    <button type="button" className={classes.part} title={t('edit')} onClick={() => onEdit(part)}>
      {words}
    </button>
  )
  return <DefinitionSentence of={of} edit={edit} />
}

/** The sentence of an analysis that was made: a part leads to a new one with this part in focus. */
export function AnalysisSentence({ of, hrefOf }: { of: Sentence; hrefOf: ((part: Part) => string) | null }) {
  const t = useTranslations('retention.definition')
  const edit = (part: Part, words: ReactNode) =>
    hrefOf ? (
      <Link href={hrefOf(part)} className={classes.part} title={t('edit')}>
        {words}
      </Link>
    ) : (
      <strong>{words}</strong>
    )
  return <DefinitionSentence of={of} edit={edit} />
}
