'use client'
import { Anchor, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useEffect } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { ApprovalPanel } from '#features/datasheets/imports/components/approval-panel.tsx'
import { ChooseTables } from '#features/datasheets/imports/components/choose-tables.tsx'
import { NextStep } from '#features/datasheets/imports/components/next-step.tsx'
import { StepActs } from '#features/datasheets/imports/components/step-acts.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { importQueryOf } from '#features/datasheets/imports/queries.ts'
import type { ImportDetail } from '#features/datasheets/imports/schema.ts'
import { agree, nextStep } from '#features/datasheets/imports/view.ts'
import { datasheetsKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { useRunErrorText } from '#features/runs/components/use-run-words.ts'
import { runQueryOf } from '#features/runs/queries.ts'
import { hasEnded } from '#features/runs/view.ts'
import classes from './imports.module.css'

// Most plans have neither.
const ConflictsPanel = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/conflicts-panel.tsx')).ConflictsPanel }))
const TheirsPanel = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/theirs-panel.tsx')).TheirsPanel }))
const MovedRows = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/moved-rows.tsx')).MovedRows }))

/** The way of a plan into the database: what is next, which tables, who agrees, the import itself. */
export function ImportFlow({ plan }: { plan: PlanDetail }) {
  const { choice, leftOut } = useChoice()
  const last = useLastImport(plan)
  const out = Object.values(leftOut).reduce((sum, rows) => sum + rows.length, 0)
  const step = nextStep(plan, choice, last, out)
  if (step.code === 'nothing') return null
  const draft = plan.state === 'draft'
  return (
    <>
      <NextStep plan={plan} step={step} leftOut={out}>
        <StepActs plan={plan} step={step} last={last} />
      </NextStep>
      {last && plan.state === 'applying' && step.code === 'applying' && <Applying run={last.run.id} />}
      {last && (step.code === 'unknown' || (draft && last.state === 'failed' && last.moved === 0)) && <Failed last={last} />}
      <Suspense fallback={<Skeleton height={160} />}>
        {last && last.moved > 0 && draft && <MovedRows id={last.id} count={last.moved} />}
        {step.code === 'conflicts' && <ConflictsPanel plan={plan} />}
      </Suspense>
      <div className={classes.sides} data-two={plan.approvals.latest ? true : undefined}>
        {draft && step.code !== 'mend' && step.code !== 'unknown' && step.code !== 'elsewhere' && <ChooseTables plan={plan} />}
        {plan.approvals.latest && <ApprovalPanel asked={plan.approvals.latest} />}
      </div>
      {plan.rowsRemovedAt === null && plan.tables.some(({ theirs = 0 }) => theirs > 0) && (
        <Suspense>
          <TheirsPanel plan={plan} />
        </Suspense>
      )}
    </>
  )
}

/** The latest import of a plan. Whichever of the two hears first of its end, both are asked again. */
function useLastImport(plan: PlanDetail): ImportDetail | null {
  const client = useQueryClient()
  const { data: last = null } = useQuery({ ...importQueryOf(plan.import ?? ''), enabled: plan.import !== null })
  const rift = last && !agree(plan.state, last.state) ? `${plan.state} ${last.state}` : null
  useEffect(() => {
    if (rift) void client.invalidateQueries({ queryKey: datasheetsKey })
  }, [client, rift])
  return last
}

/** The import while it works. The plan says that it went through once the run is over. */
function Applying({ run: id }: { run: string }) {
  const client = useQueryClient()
  const poll = usePollInterval()
  const { data: run } = useQuery({ ...runQueryOf(id), refetchInterval: poll })
  const over = run !== undefined && hasEnded(run)
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: datasheetsKey })
  }, [client, over])
  if (!run) return <Skeleton height={160} />
  return (
    <>
      <RunCard run={run} onPage />
      <RunActions run={run} size="xs" />
    </>
  )
}

/** Why the last import wrote nothing, or why nobody can say whether it did. */
function Failed({ last }: { last: ImportDetail }) {
  const t = useTranslations('datasheets.imports')
  const textOf = useRunErrorText()
  const { error } = last.run
  // Other words may say that nothing was written, which is true of that attempt alone.
  const words = error && (last.state !== 'unknown' || error.code === 'import_outcome_unknown') ? textOf(error) : null
  const link = (
    <Anchor component={Link} href={`/datasheets/imports/${last.id}`} size="sm">
      {t('toImport', { id: last.id })}
    </Anchor>
  )
  const [title, text] = last.state === 'unknown' ? (['unknownTitle', 'unknownText'] as const) : (['failedTitle', 'nothingWritten'] as const)
  return (
    <Note tone="red" title={t(title, { id: last.id })} action={link}>
      {words ? `${words.title} ${words.detail}` : t(text)}
    </Note>
  )
}
