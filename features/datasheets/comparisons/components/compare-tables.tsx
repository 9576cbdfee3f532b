'use client'
import { Button, Stack } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { TableChoice } from '#features/datasheets/comparisons/components/table-choice.tsx'
import { startComparison } from '#features/datasheets/comparisons/queries.ts'
import { requestOf, tablesOf } from '#features/datasheets/comparisons/view.ts'
import { SubmitLine } from '#features/datasheets/components/submit-line.tsx'
import type { GameSchema } from '#features/datasheets/mapping/schema.ts'
import { SchemaPanel } from '#features/datasheets/plans/components/schema-panel.tsx'
import { useStart } from '#features/datasheets/plans/components/use-compare.ts'

/** What is compared of two environments, and the way to the plan. */
export function CompareTables({ from, to }: { from: GameSchema; to: GameSchema }) {
  const t = useTranslations('datasheets.comparisons')
  const { tables, differences } = useMemo(() => tablesOf(from.tables, to.tables), [from, to])
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(tables.filter(({ comparable }) => comparable).map(({ table }) => table)))
  const start = useStart(startComparison)
  const request = requestOf(from.environment, to.environment, tables, ticked)
  const names = { from: from.environment.name, to: to.environment.name }
  const count = tables.filter(({ table, comparable }) => comparable && ticked.has(table)).length
  return (
    <Stack gap="md">
      <Panel title={t('tables')}>
        <TableChoice from={from.environment} to={to.environment} tables={tables} ticked={ticked} onTick={setTicked} />
        <SubmitLine sentence={t('sentence', { count, ...names })}>
          <Button
            color={to.environment.kind === 'production' ? 'red' : undefined}
            leftSection={<IconGitCompare size={15} aria-hidden />}
            disabled={request === null}
            loading={start.isPending || start.isSuccess}
            onClick={() => request && start.mutate(request)}
          >
            {t('submit')}
          </Button>
        </SubmitLine>
        {start.isError && <ProblemNote error={start.error} />}
      </Panel>
      <SchemaPanel plan={{ schema: differences, source: from.environment, environment: to.environment }} />
    </Stack>
  )
}
