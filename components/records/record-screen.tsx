'use client'
import { Anchor, Button, Skeleton, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import type { Item, PanelsProps } from '#components/records/record-panels.tsx'
import { useRecordPanel, type Way, wayOf } from '#components/records/use-record-panel.ts'
import { PageHeader } from '#components/shell/page-header.tsx'

type Props<One extends Item> = {
  words: { title: string; lead: string; add: string; firstTitle: string; firstText: string; sample: string }
  icon: ReactNode
  query: { data?: { items: readonly One[] } | undefined; error: Error | null; refetch: () => unknown }
  /** Whether this person may add and change. */
  manages: boolean
  /** Whether the sample game may be loaded, which brings some of its own. */
  maySample: boolean
  card: (one: One, way: Way) => ReactNode
  /** Details and form: `RecordPanels` in a file of its own, which is fetched when the first of them opens. */
  panels: (props: PanelsProps<One>) => ReactNode
}

/** Places that the console reaches, as cards. Details and form are side panels, each with an address of its own. */
export function RecordScreen<One extends Item>({ words, icon, query, manages, maySample, card, panels }: Props<One>) {
  const panel = useRecordPanel()
  const { data, error, refetch } = query
  const button = manages && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={panel.showNew}>
      {words.add}
    </Button>
  )
  return (
    <>
      <PageHeader title={words.title} lead={words.lead}>
        {data && data.items.length > 0 && button}
      </PageHeader>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={180} />
        </Late>
      )}
      {data?.items.length === 0 && (
        <StatePanel icon={icon} title={words.firstTitle} action={button}>
          {words.firstText}{' '}
          {maySample && (
            <Anchor component={Link} href="/sample" size="sm" underline="always">
              {words.sample}
            </Anchor>
          )}
        </StatePanel>
      )}
      <Stack gap="md" maw={860}>
        {data?.items.map((one) => (
          <div key={one.id}>{card(one, wayOf(panel, one, manages))}</div>
        ))}
      </Stack>
      {data && (
        <WhenOpened opened={panel.openedId !== null || (manages && (panel.adding || data.items.some(({ id }) => id === panel.editedId)))}>
          {(standing) => panels({ standing, items: data.items, panel, manages, add: words.add })}
        </WhenOpened>
      )}
    </>
  )
}
