'use client'
import { Anchor, Group, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'

/** One record as two places show it: what can be done with it, and what came of that. */
export type RecordParts = { name: string; tags?: ReactNode; acts: ReactNode; result: ReactNode }

/** A record in its list: its name leads to all of it in the side panel. */
export function RecordCard({ name, tags, acts, result, facts, onOpen }: RecordParts & { facts: Fact[]; onOpen: () => void }) {
  const t = useTranslations('records')
  return (
    <Panel
      title={
        <Group gap={8} component="span">
          <Anchor
            component="button"
            type="button"
            inherit
            onClick={onOpen}
            aria-label={t('openName', { name })}
            style={{ overflowWrap: 'anywhere', textAlign: 'start' }}
          >
            {name}
          </Anchor>
          {tags}
        </Group>
      }
      action={acts}
    >
      <Stack gap="sm">
        <Facts facts={facts} />
        {result}
      </Stack>
    </Panel>
  )
}

/** All of a record, in the side panel. */
export function RecordDetails({ tags, acts, result, facts, children }: RecordParts & { facts: Fact[]; children?: ReactNode }) {
  return (
    <Stack gap="md">
      {tags && <Group gap={8}>{tags}</Group>}
      {acts}
      {result}
      <Facts facts={facts} />
      {children}
    </Stack>
  )
}
