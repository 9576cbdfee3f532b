'use client'
import { Anchor, Group, Popover, Text } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cloneElement } from 'react'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import type { Run } from '#features/runs/schema.ts'
import classes from './runs.module.css'

/** The runs of the tray, each with its progress and the way to its page. */
export function RunTrayList({ target, opened, onChange, going }: PopupProps & { going: Run[] }) {
  const t = useTranslations('runs.tray')
  const titleOf = useRunTitle()
  return (
    <Popover width={360} opened={opened} onChange={onChange} position="bottom-end" trapFocus>
      <Popover.Target>{cloneElement(target, { onClick: () => onChange(!opened) })}</Popover.Target>
      <Popover.Dropdown aria-label={t('title')}>
        <Group justify="space-between" mb={8}>
          <Text size="sm" fw={600}>
            {t('title')}
          </Text>
          <Anchor component={Link} href="/runs?by=me" size="sm" onClick={() => onChange(false)}>
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
                <Anchor component={Link} href={`/runs/${run.id}`} size="sm" truncate onClick={() => onChange(false)}>
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
