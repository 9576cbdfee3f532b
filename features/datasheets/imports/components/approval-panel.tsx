'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { Tag, type Tone } from '#components/feedback/tag.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import type { Approval } from '#features/approvals/schema.ts'
import { DecideForm } from '#features/datasheets/imports/components/decide-form.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { choiceOf, sameChoice } from '#features/datasheets/imports/view.ts'
import classes from './imports.module.css'

const tones: Record<Approval['state'], Tone> = { pending: 'blue', approved: 'green', rejected: 'red', expired: 'grey', void: 'grey', used: 'green' }

/** Who was asked to agree to what, what they said, and the place to say it. */
export function ApprovalPanel({ asked }: { asked: Approval }) {
  const t = useTranslations('datasheets.approval')
  const { choice } = useChoice()
  const may = useMay()
  const facts = useFacts(asked)
  const same = sameChoice(choiceOf(asked), choice)
  return (
    <Panel title={t('title')} action={<Tag tone={tones[asked.state]}>{t(`states.${asked.state}`)}</Tag>}>
      {!same && (asked.state === 'pending' || asked.state === 'approved') && <OtherChoice asked={asked} />}
      <Facts facts={facts} />
      <Said asked={asked} />
      {asked.state === 'pending' && (asked.mayDecide ? <DecideForm approval={asked} /> : <Refused code={asked.refusal} />)}
      <p className={classes.links}>
        <Anchor component={Link} href={`/approvals/${asked.id}`} size="sm">
          {t('open')}
        </Anchor>
        {asked.state === 'pending' && may('plans.break_glass') && (
          <Anchor component={Link} href={`/approvals/${asked.id}`} size="sm" c="red">
            {t('breakGlass')}
          </Anchor>
        )}
      </p>
    </Panel>
  )
}

function useFacts(asked: Approval) {
  const t = useTranslations('datasheets.approval')
  const reasons = useTranslations('approvals.void')
  const { tables, deletes } = choiceOf(asked)
  return [
    { label: t('by'), value: t.rich('byAt', { name: asked.requestedBy.name, at: () => <When at={asked.requestedAt} /> }) },
    ...(asked.reason ? [{ label: t('reason'), value: asked.reason }] : []),
    { label: t('of'), value: t(deletes ? 'ofText' : 'ofTextKept', { rows: asked.size, tables: tables.join(', ') }) },
    { label: t('needed'), value: t('neededText', { given: asked.decisions.filter(({ verdict }) => verdict === 'approve').length, required: asked.required }) },
    ...(asked.state === 'pending' || asked.state === 'approved' ? [{ label: t('until'), value: <When at={asked.expiresAt} /> }] : []),
    ...(asked.voidReason ? [{ label: t('voidReason'), value: reasons.has(asked.voidReason) ? reasons(asked.voidReason) : asked.voidReason }] : []),
    { label: 'SHA-256', value: <LongId value={asked.sha256} /> },
  ]
}

/** The ticks were changed since: the approval is not of these. */
function OtherChoice({ asked }: { asked: Approval }) {
  const t = useTranslations('datasheets.approval')
  const { setTables, setDeletes } = useChoice()
  const { tables, deletes } = choiceOf(asked)
  const back = () => {
    setTables(tables)
    setDeletes(deletes)
  }
  return (
    <Note
      tone="amber"
      title={t('other')}
      action={
        <Anchor component="button" type="button" size="sm" onClick={back}>
          {t('otherBack')}
        </Anchor>
      }
    >
      {t('otherText')}
    </Note>
  )
}

function Said({ asked: { decisions } }: { asked: Approval }) {
  const t = useTranslations('datasheets.approval')
  if (decisions.length === 0) return null
  return (
    <ul className={classes.said} aria-label={t('said')}>
      {decisions.map(({ id, person, verdict, comment, createdAt }) => (
        <li key={id}>
          <b>{person.name}</b> {t(`verdicts.${verdict}`)} · <When at={createdAt} />
          {comment && <p>{comment}</p>}
        </li>
      ))}
    </ul>
  )
}

function Refused({ code }: { code: string | null }) {
  const t = useTranslations('problems')
  const own = useTranslations('datasheets.approval')
  const title = code && t.has(`${code}.title`) ? t(`${code}.title`) : own('cannot')
  return <p className={classes.stepHelp}>{title}</p>
}
