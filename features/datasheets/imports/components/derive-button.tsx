'use client'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { derivePlan } from '#features/datasheets/imports/queries.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

/** A plan of its own from the ticked tables without the rows that are left out; or all rows back again. */
export function DeriveButton({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.leftOut')
  const client = useQueryClient()
  const router = useRouter()
  const { choice, leftOut, keepAll } = useChoice()
  const derive = useMutation({
    mutationFn: () => {
      const rows = Object.entries(leftOut).filter(([table]) => choice.tables.includes(table))
      return derivePlan(plan.id, {
        tables: [...choice.tables],
        deletes: choice.deletes,
        rows: Object.fromEntries(rows.map(([table, except]) => [table, { except: [...except] }])),
      })
    },
    onSuccess: async (made) => {
      router.push(`/datasheets/plans/${made.plan.id}`)
      await client.invalidateQueries({ queryKey: plansKey })
    },
  })
  return (
    <>
      <Button variant="default" onClick={keepAll}>
        {t('keepAll')}
      </Button>
      <Button loading={derive.isPending || derive.isSuccess} onClick={() => !derive.isPending && derive.mutate()}>
        {t('make')}
      </Button>
      {derive.isError && <ProblemNote error={derive.error} />}
    </>
  )
}
