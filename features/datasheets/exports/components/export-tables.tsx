'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { IconTableExport } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { SubmitLine } from '#features/datasheets/components/submit-line.tsx'
import { TableTicks } from '#features/datasheets/exports/components/table-ticks.tsx'
import { exportsKey, startExport } from '#features/datasheets/exports/queries.ts'
import type { ExportRequest, TableCounts } from '#features/datasheets/exports/schema.ts'
import { canExport, capOver, formats, requestOf } from '#features/datasheets/exports/view.ts'
import classes from './export.module.css'

/** What is written of an environment, in which form, and the button that starts it. */
export function ExportTables({ counts }: { counts: TableCounts }) {
  const t = useTranslations('datasheets.exports')
  const { number } = useFormat()
  const client = useQueryClient()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(counts.tables.filter(canExport).map(({ table }) => table)))
  const [format, setFormat] = useState<ExportRequest['format']>('xlsx')
  const start = useMutation({ mutationFn: startExport, onSuccess: () => client.invalidateQueries({ queryKey: exportsKey }) })
  const request = requestOf(counts, ticked, format)
  const over = capOver(counts, ticked)
  const chosen = counts.tables.filter((one) => canExport(one) && ticked.has(one.table))
  const rows = chosen.reduce((sum, one) => sum + (one.rows ?? 0), 0)
  return (
    <Panel title={t('tables')}>
      <TableTicks counts={counts} ticked={ticked} onTick={setTicked} />
      {over && (
        <Note tone="amber" title={t('overTitle')}>
          {t(`over.${over.cap}`, { count: number(over.count), most: number(over.most) })}
        </Note>
      )}
      <SubmitLine sentence={t('sentence', { count: chosen.length, rows, environment: counts.environment.name })}>
        <div className={classes.acts}>
          <SegmentedControl
            aria-label={t('format')}
            value={format}
            onChange={(value) => setFormat(value === 'zip' ? 'zip' : 'xlsx')}
            data={formats.map((value) => ({ value, label: t(`formats.${value}`) }))}
          />
          <Button
            leftSection={<IconTableExport size={15} aria-hidden />}
            disabled={request === null}
            loading={start.isPending}
            onClick={() => request && start.mutate(request)}
          >
            {t('submit')}
          </Button>
        </div>
      </SubmitLine>
      {start.isError && <ProblemNote error={start.error} />}
    </Panel>
  )
}
