'use client'
import { Anchor, Group, Stack } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunErrorNote } from '#features/runs/components/run-error-note.tsx'
import { RunProgress, useProgressText } from '#features/runs/components/run-progress.tsx'
import { RunStages } from '#features/runs/components/run-stages.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useLiveRun } from '#features/runs/components/use-run.ts'
import { useRunTitle, useStageName } from '#features/runs/components/use-run-words.ts'
import { useSeconds } from '#features/runs/components/use-seconds.ts'
import type { Run } from '#features/runs/schema.ts'
import { elapsedMs, hasEnded } from '#features/runs/view.ts'
import classes from './runs.module.css'

/** Long work where its button was: stages, bar, rate, time left, and the way to stop it. */
export function RunCard({ run: given, onPage = false }: { run: Run /** On the run's own page the card has no link and no actions. */; onPage?: boolean }) {
  const t = useTranslations('runs')
  const run = useLiveRun(given)
  const titleOf = useRunTitle()
  const format = useFormat()
  const now = useSeconds(!hasEnded(run))
  const elapsed = elapsedMs(run, now)
  useSpokenProgress(run)
  return (
    <Panel
      title={onPage ? t('page.progress') : titleOf(run)}
      action={
        <Group gap={12}>
          {elapsed !== null && (
            <span className={classes.elapsed} suppressHydrationWarning>
              {t(hasEnded(run) ? 'page.elapsed' : 'page.going', { time: format.duration(elapsed) })}
            </span>
          )}
          {!onPage && <RunStateTag state={run.state} />}
        </Group>
      }
    >
      <Stack gap="sm">
        <RunStages run={run} />
        <RunProgress run={run} />
        {run.error && <RunErrorNote run={run} error={run.error} />}
        {!onPage && (
          <Group justify="space-between">
            <RunActions run={run} size="xs" />
            <Anchor component={Link} href={`/runs/${run.id}`} size="sm">
              {t('page.open')}
            </Anchor>
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function useSpokenProgress(run: Run): void {
  const announce = useAnnounce()
  const titleOf = useRunTitle()
  const stageName = useStageName()
  const progressText = useProgressText()
  const text = hasEnded(run) || !run.stage ? null : `${titleOf(run)}: ${stageName(run.stage)}, ${progressText(run)}`
  useEffect(() => {
    if (text) announce(text)
  }, [announce, text])
}
