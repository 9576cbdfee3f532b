'use client'
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageColumns } from '#components/shell/page-columns.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
import { useImportTitle } from '#features/datasheets/imports/components/import-cells.tsx'
import { ImportReceipt } from '#features/datasheets/imports/components/import-receipt.tsx'
import { ImportStateTag } from '#features/datasheets/imports/components/import-state-tag.tsx'
import { ImportTables } from '#features/datasheets/imports/components/import-tables.tsx'
import { UndoButton } from '#features/datasheets/imports/components/undo-button.tsx'
import { importQueryOf } from '#features/datasheets/imports/queries.ts'
import type { ImportDetail } from '#features/datasheets/imports/schema.ts'
import { datasheetsKey } from '#features/datasheets/plans/queries.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { useInStep } from '#features/runs/components/use-run.ts'
import { runQueryOf } from '#features/runs/queries.ts'

const MovedRows = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/moved-rows.tsx')).MovedRows }))

/** The receipt of one import: what was written, from what, by whom, who agreed, and how it is known to be so. */
export function ImportScreen({ id }: { id: string }) {
  const t = useTranslations('datasheets')
  const query = useQuery(importQueryOf(id))
  if (query.data) return <Loaded of={query.data} />
  return <PageWaiting title={t('imports.one', { id })} crumbs={[{ href: '/datasheets', label: t('title') }]} query={query} heights={[240]} />
}

function Loaded({ of }: { of: ImportDetail }) {
  const t = useTranslations('datasheets')
  const title = useImportTitle()
  const crumbs = [
    { href: '/datasheets', label: t('title') },
    { href: '/datasheets/imports', label: t('imports.title') },
  ]
  return (
    <>
      <PageHeader
        title={t('imports.one', { id: of.id })}
        lead={t('imports.into', { what: title(of), environment: of.environment.name })}
        tag={
          <>
            <KindTag kind={of.environment.kind} />
            <ImportStateTag state={of.state} />
          </>
        }
        crumbs={crumbs}
      >
        <Button component={Link} href={`/datasheets/plans/${of.plan}`} variant="default">
          {t('imports.toPlan')}
        </Button>
        <UndoButton of={of} />
      </PageHeader>
      <PageColumns width="share" side={<ImportReceipt of={of} />}>
        <Outcome of={of} />
        <ImportTables of={of} />
        {of.moved > 0 && (
          <Suspense fallback={<Skeleton height={160} />}>
            <MovedRows id={of.id} count={of.moved} />
          </Suspense>
        )}
      </PageColumns>
    </>
  )
}

/** How it stands: under way, written, or why not. */
function Outcome({ of }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports')
  if (of.state === 'applied')
    return (
      <Note tone="green" title={t('appliedTitle', { environment: of.environment.name })}>
        {t('appliedText')}
      </Note>
    )
  return <Work of={of} />
}

/** What is known of an import that did not go through, or of which nobody can say whether it did. Both are cured on the plan. */
function Failure({ of }: { of: ImportDetail }) {
  const t = useTranslations('datasheets.imports')
  const unknown = of.state === 'unknown'
  const again = (
    <Button component={Link} href={`/datasheets/plans/${of.plan}`} size="xs" variant="default">
      {t('againOnPlan')}
    </Button>
  )
  return (
    <Note tone="red" title={t(unknown ? 'unknownTitle' : 'failedTitle', { id: of.id })} action={unknown || of.moved > 0 ? again : undefined}>
      {unknown ? t('unknownText') : t(of.moved > 0 ? 'movedText' : 'nothingWritten')}
    </Note>
  )
}

const inStep = [datasheetsKey]

/** The run of an import. Of rows that moved a retry would find the same, so it is not offered beside them. */
function Work({ of }: { of: ImportDetail }) {
  const poll = usePollInterval()
  const { data: run } = useQuery({ ...runQueryOf(of.run.id), refetchInterval: poll })
  useInStep(run, of.run, inStep)
  return (
    <>
      {(of.state === 'failed' || of.state === 'unknown') && <Failure of={of} />}
      {(of.moved === 0 || of.state === 'running') && (run ? <RunCard run={run} /> : <Skeleton height={160} />)}
    </>
  )
}
