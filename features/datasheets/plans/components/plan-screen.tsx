'use client'
import { Anchor, Button, Skeleton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCircleCheck, IconLink, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { ImportFlow } from '#features/datasheets/imports/components/import-flow.tsx'
import { ChoiceProvider } from '#features/datasheets/imports/components/use-choice.tsx'
import { DiffSection } from '#features/datasheets/plans/components/diff-section.tsx'
import { FindingsPanel } from '#features/datasheets/plans/components/findings-panel.tsx'
import { PlanOrigin } from '#features/datasheets/plans/components/plan-origin.tsx'
import { PlanStateTag } from '#features/datasheets/plans/components/plan-state-tag.tsx'
import { PlanSummary } from '#features/datasheets/plans/components/plan-summary.tsx'
import { usePlanTitle } from '#features/datasheets/plans/components/plan-words.ts'
import { SchemaPanel } from '#features/datasheets/plans/components/schema-panel.tsx'
import { useCompare } from '#features/datasheets/plans/components/use-compare.ts'
import { comparePlanAgain, planQueryOf, plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { changedRows, isMoving, rowsAreGone } from '#features/datasheets/plans/view.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { useInStep } from '#features/runs/components/use-run.ts'
import { runQueryOf } from '#features/runs/queries.ts'
import classes from './plans.module.css'

/** While it is computed, others decide on it, or an import of it works, the plan is asked again. */
const againMs = 4_000
const changes = (plan: PlanDetail): boolean => isMoving(plan) || (plan.state === 'draft' && plan.approvals.latest?.state === 'pending')

/** One plan: its run while it is computed, then what would change, and its way into the database. */
export function PlanScreen({ id }: { id: string }) {
  const t = useTranslations('datasheets')
  const query = useQuery({ ...planQueryOf(id), refetchInterval: ({ state }) => (state.data && changes(state.data) ? againMs : false) })
  if (query.data) return <Loaded plan={query.data} />
  return <PageWaiting title={t('plans.one')} crumbs={[{ href: '/datasheets', label: t('title') }]} query={query} heights={[120, 360]} />
}

function Loaded({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets')
  const title = usePlanTitle()
  return (
    <>
      <PageHeader
        title={title(plan)}
        lead={<PlanOrigin plan={plan} />}
        tag={
          <>
            <KindTag kind={plan.environment.kind} />
            <PlanStateTag state={plan.state} />
          </>
        }
        crumbs={[
          { href: '/datasheets', label: t('title') },
          { href: '/datasheets/plans', label: t('plans.title') },
        ]}
      >
        <Acts plan={plan} />
      </PageHeader>
      <div className={classes.parts}>
        <Since plan={plan} />
        {plan.state === 'computing' || plan.state === 'failed' ? (
          <Work plan={plan} />
        ) : (
          <ChoiceProvider key={plan.id} plan={plan}>
            <Result plan={plan} />
          </ChoiceProvider>
        )}
      </div>
    </>
  )
}

function Acts({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.plans')
  const may = useMay()
  const again = useCompare(() => comparePlanAgain(plan.id))
  const kept = plan.files.length > 0 && plan.files.every((file) => file.kept)
  return (
    <>
      <ShareButton />
      {may('datasheets.diff') && plan.state !== 'computing' && kept && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={again.isPending || again.isSuccess}
          onClick={() => again.mutate({ environment: plan.environment.id, uploads: [] })}
        >
          {t('again')}
        </Button>
      )}
      {again.isError && <ProblemNote error={again.error} />}
    </>
  )
}

/** The address of what is looked at: view, filters and open tables with it. */
function ShareButton() {
  const t = useTranslations('datasheets.plans')
  const { copy, copied } = useClipboard()
  return (
    <Button variant="default" leftSection={<IconLink size={16} aria-hidden />} onClick={() => copy(window.location.href)}>
      <span role="status">{t(copied ? 'shared' : 'share')}</span>
    </Button>
  )
}

/** What has become of it since: a newer one, another mapping, files that are gone. */
function Since({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.plans')
  const link = (
    <Anchor component={Link} href={`/datasheets/plans/${plan.newer}`} size="sm">
      {t('toNewer')}
    </Anchor>
  )
  return (
    <>
      {plan.newer && <Note tone="blue" title={t('newer')} action={link} />}
      {plan.mappingChanged && (
        <Note tone="amber" title={t('mappingChanged')}>
          {t('mappingChangedText')}
        </Note>
      )}
      {(plan.state === 'draft' || plan.state === 'conflicted') && !rowsAreGone(plan) && plan.files.some(({ kept }) => !kept) && (
        <Note tone="grey" title={t('filesGone')}>
          {t('filesGoneText')}
        </Note>
      )}
    </>
  )
}

const inStep = [plansKey]

/** The run: where it is, or why it stopped. The result comes with the plan. */
function Work({ plan }: { plan: PlanDetail }) {
  const poll = usePollInterval()
  const { data: run } = useQuery({ ...runQueryOf(plan.run.id), refetchInterval: poll })
  useInStep(run, plan.run, inStep)
  if (!run) return <Skeleton height={160} />
  return (
    <>
      <RunCard run={run} onPage />
      <RunActions run={run} size="xs" />
    </>
  )
}

function Result({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets')
  const rows = plan.totals ? changedRows(plan.totals) : 0
  const errors = plan.totals?.errors ?? 0
  return (
    <>
      <ImportFlow plan={plan} />
      <FindingsPanel plan={plan} level="error" />
      <SchemaPanel plan={plan} />
      {rows === 0 && errors === 0 && plan.conflicts === 0 && plan.tables.length > 0 && (
        <StatePanel icon={<IconCircleCheck size={28} stroke={1.5} />} title={t('diff.same.title')}>
          {t('diff.same.text', { environment: plan.environment.name })}
        </StatePanel>
      )}
      <PlanSummary plan={plan} />
      <Unread plan={plan} />
      {plan.tables.length > 0 ? (
        <DiffSection plan={plan.id} tables={plan.tables} rows={plan.rowsRemovedAt === null} />
      ) : (
        <StatePanel title={t('diff.noTable.title')}>{t('diff.noTable.text')}</StatePanel>
      )}
      <FindingsPanel plan={plan} level="warning" />
    </>
  )
}

/** Sheets that no table was made of, and why. */
function Unread({ plan: { unreadSheets, environment } }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.unread')
  if (unreadSheets.length === 0) return null
  const unmatched = unreadSheets.some(({ reason }) => reason === 'unmatched')
  const action = (
    <Anchor component={Link} href={`/datasheets/mapping?environment=${encodeURIComponent(environment.id)}`} size="sm">
      {t('toMapping')}
    </Anchor>
  )
  return (
    <Note tone={unmatched ? 'amber' : 'grey'} title={t('title', { count: unreadSheets.length })} action={unmatched && action}>
      <ul className={classes.words}>
        {unreadSheets.map(({ file, sheet, reason }) => (
          <li key={`${file} ${sheet}`}>{t(reason, { file, sheet })}</li>
        ))}
      </ul>
    </Note>
  )
}
