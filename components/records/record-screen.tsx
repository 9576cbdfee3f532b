'use client'
import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { DataTable, type ListProps } from '#components/data-table/data-table.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import type { Item, PanelsProps } from '#components/records/record-panels.tsx'
import type { RecordPanel } from '#components/records/use-record-panel.ts'
import { PageHeader } from '#components/shell/page-header.tsx'

type Props<One extends Item, Filter extends string> = Pick<ListProps<One, Filter>, 'id' | 'query' | 'url' | 'columns' | 'filters' | 'exportOf'> & {
  words: { title: string; lead: string; add: string; firstTitle: string; firstText: string; sample: string }
  icon: ReactNode
  panel: RecordPanel
  /** Whether this person may add and change. */
  manages: boolean
  /** Whether the sample game may be loaded, which brings some of its own. */
  maySample: boolean
  /** Details and form: `RecordPanels` in a file of its own, which is fetched when the first of them opens. */
  panels: (props: PanelsProps<One>) => ReactNode
}

/** Places that the console reaches, as a list. Details and form are side panels, each with an address of its own. */
export function RecordScreen<One extends Item, Filter extends string>({ words, icon, panel, manages, maySample, panels, ...list }: Props<One, Filter>) {
  const { data } = list.query
  const none = data?.total === 0 && !list.url.filtered
  const button = manages && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={panel.showNew}>
      {words.add}
    </Button>
  )
  return (
    <>
      <PageHeader title={words.title} lead={words.lead}>
        {data && !none && button}
      </PageHeader>
      <DataTable
        {...list}
        label={words.title}
        rowId={({ id }) => id}
        onRow={({ id }) => panel.showDetails(id)}
        firstUse={
          <StatePanel icon={icon} title={words.firstTitle} action={button}>
            {words.firstText}{' '}
            {maySample && (
              <Anchor component={Link} href="/sample" size="sm" underline="always">
                {words.sample}
              </Anchor>
            )}
          </StatePanel>
        }
      />
      {data && (
        <WhenOpened opened={panel.openedId !== null || (manages && (panel.adding || panel.editedId !== null))}>
          {(standing) => panels({ standing, items: data.items, panel, manages, add: words.add })}
        </WhenOpened>
      )}
    </>
  )
}
