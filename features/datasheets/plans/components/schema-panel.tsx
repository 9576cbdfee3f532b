'use client'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import classes from './plans.module.css'

/** What two environments declare differently; where rows cannot be carried over the table is not compared. */
export function SchemaPanel({ plan: { schema, source, environment } }: { plan: Pick<PlanDetail, 'schema' | 'source' | 'environment'> }) {
  const t = useTranslations('datasheets.schemas')
  if (schema.length === 0) return null
  const blocking = schema.filter((one) => one.blocking).length
  return (
    <Panel title={t('title', { count: schema.length })} action={blocking > 0 && <Tag tone="red">{t('blocking', { count: blocking })}</Tag>}>
      <p className={classes.lead}>{t('text')}</p>
      <ScrollTable label={t('title', { count: schema.length })} minWidth={520}>
        <thead>
          <tr>
            <th scope="col">{t('where')}</th>
            <th scope="col">{t('what')}</th>
            <th scope="col">{source?.name ?? t('source')}</th>
            <th scope="col">{environment.name}</th>
          </tr>
        </thead>
        <tbody>
          {schema.map(({ table, column, kind, from, to, blocking: stops }) => (
            <tr key={`${table} ${column} ${kind} ${from} ${to}`}>
              <th scope="row">
                <code>{column === null ? table : `${table}.${column}`}</code>
              </th>
              <td>
                {t(`kinds.${kind}`)} {stops && <Tag tone="red">{t('stops')}</Tag>}
              </td>
              <td>{from === null ? <Unknown reason={t('missing')} /> : <code>{from}</code>}</td>
              <td>{to === null ? <Unknown reason={t('missing')} /> : <code>{to}</code>}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Panel>
  )
}
