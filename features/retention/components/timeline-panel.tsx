'use client'
import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { FamilyFilter } from '#features/retention/components/family-filter.tsx'
import { accountIn } from '#features/retention/components/player-address.ts'
import { TimelineCheck } from '#features/retention/components/timeline-check.tsx'
import { TimelineList } from '#features/retention/components/timeline-list.tsx'
import { eventKey, timelineRows } from '#features/retention/components/timeline-rows.ts'
import type { Analysis, PlayerRow } from '#features/retention/schema.ts'
import { playerEventsQuery } from '#features/retention/timeline/queries.ts'
import classes from './timeline.module.css'

const EventDrawer = dynamic(() => import('#features/retention/components/event-drawer.tsx').then((module) => module.EventDrawer), { ssr: false })

const inAddress = { families: parseAsString.withDefault(''), event: parseAsString.withDefault('') }

/** Raw events of a player from the log source, so that every number of the row can be checked by eye. */
export function TimelinePanel({ analysis, player }: { analysis: Analysis; player: PlayerRow }) {
  const t = useTranslations('retention.timeline')
  const format = useFormat()
  const [{ families, event }, setAddress] = useQueryStates(inAddress, { history: 'replace', shallow: true })
  const query = useInfiniteQuery(playerEventsQuery(analysis.run.id, player.uid, accountIn(analysis, player), families))
  const pages = query.data?.pages
  const { rows, activeMs } = useMemo(() => timelineRows(pages ?? []), [pages])
  const events = pages?.flatMap((page) => page.items) ?? []
  const first = pages?.[0]
  const total = first?.families.reduce((sum, one) => sum + one.events, 0) ?? 0
  const opened = event ? events.find((one) => eventKey(one) === event) : undefined
  const leftOut = pages?.reduce((sum, page) => sum + page.leftOut, 0) ?? 0
  return (
    <Panel
      title={t('title')}
      action={first && <span className={classes.help}>{t('count', { shown: format.number(events.length), total: format.number(total) })}</span>}
    >
      {first && <FamilyFilter families={first.families} chosen={families} onChange={(next) => void setAddress({ families: next || null })} />}
      {query.error && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
      {!first && !query.error && (
        <Late>
          <Skeleton height={320} />
        </Late>
      )}
      {first && events.length === 0 && <StatePanel title={t('empty.title')}>{t('empty.text')}</StatePanel>}
      {first && events.length > 0 && (
        <>
          {families !== '' && <p className={classes.help}>{t('filtered')}</p>}
          <TimelineList rows={rows} zone={analysis.zone} marks={families === ''} onOpen={(key) => void setAddress({ event: key }, { history: 'push' })} />
          {leftOut > 0 && <p className={classes.help}>{t('leftOut', { count: format.number(leftOut) })}</p>}
          {query.hasNextPage && (
            <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
          {families === '' && <TimelineCheck page={first} activeMs={activeMs} player={player} lastAt={events.at(-1)?.at} more={query.hasNextPage} />}
        </>
      )}
      {opened && <EventDrawer event={opened} zone={analysis.zone} onClose={() => void setAddress({ event: null })} />}
    </Panel>
  )
}
