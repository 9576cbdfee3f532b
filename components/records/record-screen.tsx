'use client'
import { Anchor, Button, Drawer, Skeleton, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { type RecordPanel, useRecordPanel } from '#components/records/use-record-panel.ts'
import { PageHeader } from '#components/shell/page-header.tsx'

type Item = { id: string; name: string }
type Way = { onOpen: () => void; onEdit: (() => void) | undefined; onGone: () => void }

type Props<One extends Item> = {
  words: { title: string; lead: string; add: string; firstTitle: string; firstText: string; sample: string }
  icon: ReactNode
  query: { data?: { items: readonly One[] } | undefined; error: Error | null; refetch: () => unknown }
  /** Whether this person may add and change. */
  manages: boolean
  /** Whether the sample game may be loaded, which brings some of its own. */
  maySample: boolean
  card: (one: One, way: Way) => ReactNode
  details: (one: One, way: Way) => ReactNode
  form: (present: One | undefined, onSaved: () => void) => ReactNode
}

/** Places that the console reaches, as cards. Details and form are side panels, each with an address of its own. */
export function RecordScreen<One extends Item>({ words, icon, query, manages, maySample, card, ...inside }: Props<One>) {
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
      {data && <Panels items={data.items} panel={panel} manages={manages} add={words.add} {...inside} />}
    </>
  )
}

function wayOf({ showDetails, showForm, close }: RecordPanel, { id }: Item, manages: boolean): Way {
  return { onOpen: () => showDetails(id), onEdit: manages ? () => showForm(id) : undefined, onGone: close }
}

type PanelsProps<One extends Item> = Pick<Props<One>, 'manages' | 'details' | 'form'> & { items: readonly One[]; panel: RecordPanel; add: string }

function Panels<One extends Item>({ items, panel, manages, add, details, form }: PanelsProps<One>) {
  const t = useTranslations('records')
  const missing = useTranslations('feedback.notFound')
  const { adding, editedId, openedId, close } = panel
  const edited = items.find(({ id }) => id === editedId)
  const opened = items.find(({ id }) => id === openedId)
  return (
    <>
      <Drawer opened={manages && (adding || edited !== undefined)} onClose={close} title={edited ? t('editName', { name: edited.name }) : add} size="md">
        {form(edited, close)}
      </Drawer>
      <Drawer opened={openedId !== null} onClose={close} title={opened?.name ?? missing('title')} size="lg">
        {opened ? details(opened, wayOf(panel, opened, manages)) : missing('text')}
      </Drawer>
    </>
  )
}
