'use client'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import type { EnvironmentTest } from '#features/environments/schema.ts'

/** What the console met at a game database, or why it cannot work with it. */
export function EnvironmentTestNote({ test: { found, problem } }: { test: EnvironmentTest }) {
  const t = useTranslations('environments.found')
  if (problem)
    return (
      <Note tone="red" role="alert" title={problem.title}>
        {problem.detail} <code>{problem.code}</code>
      </Note>
    )
  if (!found) return null
  return (
    <Note tone="green" role="status" title={t('title', { version: found.version, tookMs: found.tookMs })}>
      <p>{t('tables', { count: found.visibleTables })}</p>
      <p>{t('signedIn', { user: found.user })}</p>
      <p>{t(found.encrypted ? 'encrypted' : 'plain')}</p>
    </Note>
  )
}
