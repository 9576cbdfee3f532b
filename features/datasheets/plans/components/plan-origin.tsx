'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

/** Where a plan comes from and what it would do, in a sentence. */
export function PlanOrigin({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.origins')
  const { environment, source, undoOf, base } = plan
  const link = (href: string) => (words: ReactNode) => (
    <Anchor component={Link} href={href} size="sm" underline="always">
      {words}
    </Anchor>
  )
  const derived = base === null || undoOf !== null ? null : t.rich('derived', { id: base, link: link(`/datasheets/plans/${base}`) })
  return (
    <>
      <Sentence plan={plan}>
        {undoOf !== null && t.rich('undo', { id: undoOf, environment: environment.name, link: link(`/datasheets/imports/${undoOf}`) })}
        {undoOf === null && source !== null && t('compare', { from: source.name, to: environment.name })}
      </Sentence>{' '}
      {derived}
    </>
  )
}

function Sentence({ plan, children }: { plan: PlanDetail; children: ReactNode }) {
  const t = useTranslations('datasheets.plans')
  if (plan.undoOf !== null || plan.source !== null) return children
  return t(plan.state === 'computing' || plan.state === 'failed' ? 'comparing' : 'against', { environment: plan.environment.name })
}
