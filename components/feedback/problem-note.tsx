'use client'
import { Anchor, Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '#components/api/problem.ts'
import { Note } from '#components/feedback/note.tsx'
import classes from './feedback.module.css'

/** Title and text of an error in the reader's language: the API's own words, ours where no answer came. */
export function useProblemText() {
  const t = useTranslations('feedback')
  return (error: unknown): { title: string; detail: string; quote: string } => {
    if (!(error instanceof ApiProblem)) return { title: t('unexpected.title'), detail: t('unexpected.detail'), quote: 'unexpected' }
    const quote = error.requestId ? `${error.code} · ${error.requestId}` : error.code
    if (error.code === 'network') return { title: t('network.title'), detail: t('network.detail'), quote }
    if (error.code === 'unreadable') return { title: t('unreadable.title'), detail: t('unreadable.detail', { status: error.status }), quote }
    return { title: error.title, detail: error.detail, quote }
  }
}

/** An error with what happened, a code to quote, links to the fields it is about, and a way to try again. */
export function ProblemNote({ error, onRetry, fieldId }: { error: unknown; onRetry?: () => void; fieldId?: (path: string) => string | undefined }) {
  const t = useTranslations('feedback')
  const { title, detail, quote } = useProblemText()(error)
  const fields = error instanceof ApiProblem ? error.errors : []
  return (
    <Note
      tone="red"
      role="alert"
      title={title}
      action={
        onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
    >
      {detail}
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => {
            const id = fieldId?.(field.path)
            return <li key={`${field.path} ${field.code}`}>{id ? <Anchor href={`#${id}`}>{field.detail}</Anchor> : field.detail}</li>
          })}
        </ul>
      )}
      <div className={classes.code}>{t('quote', { code: quote })}</div>
    </Note>
  )
}
