'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'
import { usePlanTitle } from '#features/datasheets/plans/components/plan-words.ts'
import type { Plan } from '#features/datasheets/plans/schema.ts'
import { changedRows } from '#features/datasheets/plans/view.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import classes from './plans.module.css'

type Cell = { plan: Plan }

export function PlanLink({ plan }: Cell) {
  const title = usePlanTitle()
  return (
    <Anchor component={Link} href={`/datasheets/plans/${plan.id}`} size="sm" fw={500}>
      {title(plan)}
    </Anchor>
  )
}

export function PlanEnvironment({ plan: { environment } }: { plan: Pick<Plan, 'environment'> }) {
  return (
    <span className={classes.environment}>
      <KindTag kind={environment.kind} /> {environment.name}
    </span>
  )
}

function Missing({ plan }: Cell) {
  const t = useTranslations('datasheets.plans')
  return <Unknown reason={t(plan.state === 'computing' ? 'notYet' : 'noResult')} />
}

/** What changes, or that nothing does. */
export function PlanChanges({ plan }: Cell) {
  const t = useTranslations('datasheets.diff')
  const { totals } = plan
  if (!totals) return <Missing plan={plan} />
  return changedRows(totals) === 0 ? <span className={classes.same}>{t('sameShort')}</span> : <ChangeCounts counts={totals} />
}

export function PlanCount({ plan, of }: Cell & { of: 'tables' | 'errors' | 'warnings' }) {
  const { number } = useFormat()
  if (!plan.totals) return <Missing plan={plan} />
  return (
    <span data-of={of} data-zero={plan.totals[of] === 0 || undefined} className={classes.faults}>
      {number(plan.totals[of])}
    </span>
  )
}
