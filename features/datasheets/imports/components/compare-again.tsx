'use client'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { UndoButton } from '#features/datasheets/imports/components/undo-button.tsx'
import { cureOf } from '#features/datasheets/imports/view.ts'
import { useCompare } from '#features/datasheets/plans/components/use-compare.ts'
import { comparePlanAgain } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

/** The cure of a plan that time or other people have passed by: the same again, from the database as it is now. */
export function CompareAgain({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.steps')
  if (plan.undoOf !== null) return <UndoButton of={{ id: plan.undoOf, canUndo: plan.rowsRemovedAt === null }} />
  if (plan.source && cureOf(plan) === 'databases') {
    const search = new URLSearchParams({ from: plan.source.name, to: plan.environment.name })
    return (
      <Button component={Link} href={`/datasheets/compare?${search}`} leftSection={<IconRefresh size={16} aria-hidden />}>
        {t('again')}
      </Button>
    )
  }
  if (cureOf(plan) === 'again') return <Again plan={plan} />
  return cureOf(plan) === 'upload' ? (
    <Button component={Link} href="/datasheets">
      {t('upload')}
    </Button>
  ) : (
    <Button component={Link} href={`/datasheets/plans/${plan.base}`}>
      {t('toBase')}
    </Button>
  )
}

function Again({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.steps')
  const again = useCompare(() => comparePlanAgain(plan.id))
  return (
    <>
      <Button
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={again.isPending || again.isSuccess}
        onClick={() => !again.isPending && again.mutate({ environment: plan.environment.id, uploads: [] })}
      >
        {t('again')}
      </Button>
      {again.isError && <ProblemNote error={again.error} />}
    </>
  )
}
