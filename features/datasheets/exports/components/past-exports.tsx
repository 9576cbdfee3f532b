'use client'
import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { exportsKey, exportsQuery } from '#features/datasheets/exports/queries.ts'
import type { ExportOutcome, SheetExport } from '#features/datasheets/exports/schema.ts'
import { verdictOf } from '#features/datasheets/exports/view.ts'
import { PlanEnvironment } from '#features/datasheets/plans/components/plan-cells.tsx'
import { RunErrorNote } from '#features/runs/components/run-error-note.tsx'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { artefactUrl, runQueryOf } from '#features/runs/queries.ts'
import { hasEnded } from '#features/runs/view.ts'
import classes from './export.module.css'

const tones = { same: 'green', keyless: 'amber', differs: 'amber', beyond: 'amber' } as const

/** What the file gives when it is imported again, because that was tried. */
function Verdict({ outcome }: { outcome: ExportOutcome }) {
  const t = useTranslations('datasheets.exports')
  const verdict = verdictOf(outcome)
  const { check, beyond, left } = outcome
  const changes = { insert: check?.insert ?? 0, update: check?.update ?? 0, gone: check?.delete ?? 0, errors: check?.errors ?? 0 }
  const problems = useTranslations('problems')
  const caps = beyond.filter((one) => t.has(`caps.${one}`))
  const refusals = beyond.filter((one) => !t.has(`caps.${one}`))
  const reasonOf = (code: string) => (problems.has(`${code}.title`) ? problems(`${code}.title`) : code)
  const keyless = check?.keyless.join(', ') ?? ''
  return (
    <Note tone={tones[verdict]} title={t(`verdicts.${verdict}`, changes)}>
      {verdict === 'differs' && <p className={classes.said}>{t('why.differs')}</p>}
      {caps.length > 0 && <p className={classes.said}>{t('why.beyond', { caps: caps.map((cap) => t(`caps.${cap}`)).join(', ') })}</p>}
      {refusals.length > 0 && <p className={classes.said}>{t('why.unread', { reasons: refusals.map(reasonOf).join(', ') })}</p>}
      {keyless !== '' && <p className={classes.said}>{t('why.keyless', { tables: keyless })}</p>}
      {left.length > 0 && <p className={classes.said}>{t('left', { tables: left.join(', ') })}</p>}
    </Note>
  )
}

/** A run that goes on, as it goes on. */
function Work({ id }: { id: string }) {
  const client = useQueryClient()
  const poll = usePollInterval()
  const { data: run } = useQuery({ ...runQueryOf(id), refetchInterval: poll })
  const over = run !== undefined && hasEnded(run)
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: exportsKey })
  }, [client, over])
  return run ? <RunProgress run={run} /> : <Skeleton height={32} />
}

function Tables({ of: { tables, outcome } }: { of: SheetExport }) {
  const t = useTranslations('datasheets.exports')
  const count = outcome?.tables.length ?? tables.length
  const rows = outcome?.tables.reduce((sum, one) => sum + one.rows, 0)
  if (count === 0) return <span>{t('allTables')}</span>
  return <span>{rows === undefined ? t('tableCount', { count }) : t('written', { count, rows })}</span>
}

function Past({ of }: { of: SheetExport }) {
  const t = useTranslations('datasheets.exports')
  const { bytes } = useFormat()
  const { run, outcome, artefact } = of
  const ended = hasEnded(run)
  return (
    <li>
      <div className={classes.head}>
        <Anchor component={Link} href={`/runs/${run.id}`} size="sm" fw={600}>
          {t('one', { id: run.id })}
        </Anchor>
        <PlanEnvironment plan={of} />
        <Tables of={of} />
        {(!ended || run.state !== 'succeeded') && <RunStateTag state={run.state} />}
        <span>{of.createdBy.name}</span>
        <When at={of.createdAt} />
        {artefact && ended ? (
          <Button
            component="a"
            href={artefactUrl(run.id, artefact.id)}
            download={artefact.name}
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t('download', { file: artefact.name, size: bytes(artefact.bytes) })}
          </Button>
        ) : (
          <span />
        )}
      </div>
      {!ended && <Work id={run.id} />}
      {run.error && <RunErrorNote run={{ stage: null, done: 0, total: null }} error={run.error} />}
      {outcome && <Verdict outcome={outcome} />}
    </li>
  )
}

/** The last exports: those that go on with their progress, those that ended with their file and what it gives back. */
export function PastExports() {
  const t = useTranslations('datasheets.exports')
  const { data, error, refetch } = useQuery(exportsQuery)
  return (
    <Panel flush title={t('past')}>
      {error && !data && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton height={80} m="md" />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          {t('firstText')}
        </Text>
      )}
      {data && data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map((one) => (
            <Past key={one.run.id} of={one} />
          ))}
        </ul>
      )}
    </Panel>
  )
}
