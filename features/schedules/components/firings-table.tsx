'use client'
import { Anchor, Text } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import { OutcomeTag } from '#features/schedules/components/schedule-cells.tsx'
import type { ScheduleDetail } from '#features/schedules/schema.ts'
import classes from './schedules.module.css'

/** As many as the API gives. */
const most = 50
type Row = ScheduleDetail['firings'][number]

function FiringRow({ firing, zone }: { firing: Row; zone: string }) {
  const t = useTranslations('schedules.page')
  return (
    <tr>
      <th scope="row">
        <When at={firing.dueAt} zone={zone} />
      </th>
      <td>
        <OutcomeTag outcome={firing.outcome} />
      </td>
      <td className={classes.run}>
        {firing.run ? (
          <Anchor component={Link} href={`/runs/${firing.run}`} size="sm">
            {t('runLink', { id: firing.run })}
          </Anchor>
        ) : (
          <Unknown reason={t('noRun')} />
        )}
      </td>
      <td>
        {firing.refusal && (
          <>
            {firing.refusal.title}
            <div className={classes.why}>{firing.refusal.detail}</div>
          </>
        )}
      </td>
      <td>
        <When at={firing.at} zone={zone} seconds />
      </td>
    </tr>
  )
}

/** Every time that was due: what came of it, and why where nothing did. */
export function FiringsTable({ schedule: { firings, zone } }: { schedule: ScheduleDetail }) {
  const t = useTranslations('schedules.page')
  return (
    <Panel title={t('firings')} flush>
      {firings.length === 0 ? (
        <Text size="sm" c="dimmed" p="md">
          {t('firingsEmpty')}
        </Text>
      ) : (
        <ScrollTable label={t('firings')} minWidth={640}>
          <thead>
            <tr>
              {(['due', 'outcome', 'run', 'why', 'at'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firings.map((firing) => (
              <FiringRow key={firing.dueAt} firing={firing} zone={zone} />
            ))}
          </tbody>
        </ScrollTable>
      )}
      {firings.length >= most && (
        <Text size="xs" c="dimmed" p="md">
          {t('firingsCut', { count: most })}
        </Text>
      )}
    </Panel>
  )
}
