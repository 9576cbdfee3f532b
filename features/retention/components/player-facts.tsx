'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Facts } from '#components/feedback/facts.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { Count, RetentionStatus, unknownReason } from '#features/retention/components/sheet-cells.tsx'
import { isNumeric, useColumnWords } from '#features/retention/components/use-column-words.ts'
import type { Analysis, PlayerRow } from '#features/retention/schema.ts'
import classes from './timeline.module.css'

/** The row of the sheet, each value with what it means. */
export function PlayerFacts({ analysis, player }: { analysis: Analysis; player: PlayerRow }) {
  const t = useTranslations('retention.player')
  const words = useColumnWords(analysis.metrics)
  const facts = analysis.columns.map((name) => {
    const { label, help } = words(name)
    return {
      label,
      value: (
        <>
          <div>{shown(name, player, analysis)}</div>
          <div className={classes.help}>{help}</div>
        </>
      ),
    }
  })
  return (
    <div className={classes.facts}>
      <Panel title={t('facts')}>
        <Facts facts={facts} />
      </Panel>
    </div>
  )
}

function shown(name: string, player: PlayerRow, analysis: Analysis): ReactNode {
  if (name === 'uid' || name === 'auth_id') return <LongId value={player[name]} keep={12} />
  if (name === 'first_login_time') return <When at={player.first_login_time} seconds zone={analysis.zone} />
  if (name === 'retention_status') return <RetentionStatus status={player.retention_status} />
  if (!isNumeric(name)) return player[name]
  return <Count value={player[name] ?? null} reason={unknownReason(name, analysis.receipt?.notCollected ?? [])} />
}
