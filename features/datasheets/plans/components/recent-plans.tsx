'use client'
import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { QuietTimes } from '#components/format/quiet-times.ts'
import { When } from '#components/format/when.tsx'
import { PlanChanges, PlanEnvironment, PlanLink } from '#features/datasheets/plans/components/plan-cells.tsx'
import { PlanStateTag } from '#features/datasheets/plans/components/plan-state-tag.tsx'
import { plansQuery } from '#features/datasheets/plans/queries.ts'
import { isMoving, recentPlans } from '#features/datasheets/plans/view.ts'
import classes from './plans.module.css'

/** While one of them is computed, or written to its database, they are asked for again. */
const againMs = 4_000

/** The last comparisons, and the way to all of them. */
export function RecentPlans() {
  const t = useTranslations('datasheets.plans')
  const { data, error, refetch } = useQuery({
    ...plansQuery(recentPlans),
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? againMs : false),
  })
  return (
    <Panel
      flush
      title={t('recent')}
      action={
        <Anchor component={Link} href="/datasheets/plans" size="sm">
          {t('all')}
        </Anchor>
      }
    >
      {error && !data && <ProblemNote error={error} onRetry={() => refetch()} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('firstText')}
        </Text>
      )}
      <QuietTimes value>
        <ul className={classes.recent}>
          {data?.items.map((plan) => (
            <li key={plan.id}>
              <span className={classes.recentName}>
                <PlanLink plan={plan} />
              </span>
              <PlanEnvironment plan={plan} />
              {plan.state === 'draft' ? <PlanChanges plan={plan} /> : <PlanStateTag state={plan.state} />}
              <When at={plan.createdAt} />
            </li>
          ))}
        </ul>
      </QuietTimes>
    </Panel>
  )
}
