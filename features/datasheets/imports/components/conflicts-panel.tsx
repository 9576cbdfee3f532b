'use client'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { ConflictTable } from '#features/datasheets/imports/components/conflict-table.tsx'
import { derivePlan } from '#features/datasheets/imports/queries.ts'
import { type Decisions, openConflicts, type Side } from '#features/datasheets/imports/view.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import classes from './imports.module.css'

/** Rows that the sheet and somebody else changed since the export: whose version holds is decided row by row, or for all at once. */
export function ConflictsPanel({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.conflicts')
  const may = useMay()
  const tables = plan.tables.filter(({ both = 0 }) => both > 0)
  const [decisions, setDecisions] = useState<Decisions>({})
  const [hinted, setHinted] = useState(false)
  const make = useMake(plan.id, decisions)
  const open = openConflicts(tables, decisions)
  const all = (side: Side) => setDecisions(Object.fromEntries(tables.map(({ table }) => [table, { all: side, rows: {} }])))
  const decide = (table: string, next: Decisions[string]) => setDecisions((old) => ({ ...old, [table]: next }))
  const submit = () => {
    if (open > 0) setHinted(true)
    else if (!make.isPending && !make.isSuccess) make.mutate()
  }
  return (
    <Panel title={t('title', { count: plan.conflicts })} action={<Tag tone={open > 0 ? 'amber' : 'green'}>{t('open', { count: open })}</Tag>}>
      <p className={classes.lead}>{t('text')}</p>
      <Group gap="xs" mb="sm">
        <Button size="xs" variant="default" onClick={() => all('mine')}>
          {t('allMine')}
        </Button>
        <Button size="xs" variant="default" onClick={() => all('theirs')}>
          {t('allTheirs')}
        </Button>
      </Group>
      {tables.map((table) => (
        <ConflictTable
          key={table.table}
          plan={plan.id}
          table={table}
          decided={decisions[table.table] ?? { rows: {} }}
          onDecide={(next) => decide(table.table, next)}
        />
      ))}
      {may('datasheets.diff') && (
        <div className={classes.more}>
          <Button loading={make.isPending || make.isSuccess} onClick={submit}>
            {t('make')}
          </Button>
          <span role="status" className={hinted && open > 0 ? classes.danger : classes.quiet}>
            {open > 0 ? t('openHint', { count: open }) : t('ready')}
          </span>
        </div>
      )}
      {make.isError && <ProblemNote error={make.error} />}
    </Panel>
  )
}

/** The plan that the decisions make, and the way to it. */
function useMake(plan: string, decisions: Decisions) {
  const client = useQueryClient()
  const router = useRouter()
  const conflicts = Object.fromEntries(
    Object.entries(decisions).map(([table, { all, rows }]) => [
      table,
      { ...(all ? { all } : {}), ...(Object.keys(rows).length > 0 ? { rows: { ...rows } } : {}) },
    ]),
  )
  return useMutation({
    mutationFn: () => derivePlan(plan, { conflicts }),
    onSuccess: async (made) => {
      router.push(`/datasheets/plans/${made.plan.id}`)
      await client.invalidateQueries({ queryKey: plansKey })
    },
  })
}
