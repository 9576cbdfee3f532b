'use client'
import { useTranslations } from 'next-intl'
import { Panel } from '#components/feedback/panel.tsx'
import { When } from '#components/format/when.tsx'
import type { Approval, Verdict } from '#features/approvals/schema.ts'
import classes from './approvals.module.css'

type Entry = { key: string; name: string; act: Verdict | 'requested' | 'review'; at: string; words: string }
const tones: Partial<Record<Entry['act'], 'green' | 'red'>> = { approve: 'green', reject: 'red', break_glass: 'red' }

function entriesOf({ requestedBy, requestedAt, reason, decisions, review }: Approval): Entry[] {
  const said = decisions.map(({ id, person, verdict, comment, createdAt }) => ({ key: id, name: person.name, act: verdict, at: createdAt, words: comment }))
  const looked =
    review?.reviewedBy && review.reviewedAt
      ? [{ key: 'review', name: review.reviewedBy.name, act: 'review' as const, at: review.reviewedAt, words: review.note ?? '' }]
      : []
  return [{ key: 'requested', name: requestedBy.name, act: 'requested', at: requestedAt, words: reason }, ...said, ...looked]
}

/** Who said what, in its order. */
export function ApprovalTimeline({ one }: { one: Approval }) {
  const t = useTranslations('approvals.timeline')
  return (
    <Panel title={t('title')}>
      <ol className={classes.timeline}>
        {entriesOf(one).map(({ key, name, act, at, words }) => (
          <li key={key} className={classes.said} data-tone={tones[act]}>
            <div>
              <b>{name}</b> · {t(act)} · <When at={at} />
            </div>
            {words && <p>{words}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
