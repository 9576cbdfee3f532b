'use client'
import { Anchor, Button, Group, Popover, Text } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { runsQuery } from '#features/runs/queries.ts'
import { hasEnded, unfinished } from '#features/runs/view.ts'
import classes from './runs.module.css'

export const ownRuns = { by: 'me', state: unfinished, sort: '-createdAt', pageSize: 20 }

/** The person's own runs that go on, from anywhere in the console. */
export function RunTray() {
  const t = useTranslations('runs.tray')
  const titleOf = useRunTitle()
  const poll = usePollInterval()
  const [opened, setOpened] = useState(false)
  const { data } = useQuery({ ...runsQuery(ownRuns), refetchInterval: poll })
  const going = (data?.items ?? []).filter((run) => !hasEnded(run))
  return (
    <Popover width={360} opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant={going.length ? 'light' : 'subtle'}
          color={going.length ? 'indigo' : 'gray'}
          size="xs"
          px={8}
          leftSection={<IconActivity size={16} aria-hidden />}
          aria-label={t('open', { count: going.length })}
          onClick={() => setOpened((old) => !old)}
        >
          {going.length}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('title')}>
        <Group justify="space-between" mb={8}>
          <Text size="sm" fw={600}>
            {t('title')}
          </Text>
          <Anchor component={Link} href="/runs?by=me" size="sm" onClick={() => setOpened(false)}>
            {t('all')}
          </Anchor>
        </Group>
        {going.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('empty')}
          </Text>
        )}
        <div className={classes.tray}>
          {going.map((run) => (
            <div key={run.id} className={classes.trayItem}>
              <Group justify="space-between" gap={8} wrap="nowrap">
                <Anchor component={Link} href={`/runs/${run.id}`} size="sm" truncate onClick={() => setOpened(false)}>
                  {titleOf(run)}
                </Anchor>
                <RunStateTag state={run.state} />
              </Group>
              <RunProgress run={run} />
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
