'use client'
import { Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useComment } from '#features/approvals/components/use-comment.ts'
import { WrittenTables } from '#features/datasheets/imports/components/written-tables.tsx'
import type { ApplyRequest } from '#features/datasheets/imports/schema.ts'
import { applyRequestOf, brakedTables, type Choice, writtenBy } from '#features/datasheets/imports/view.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import classes from './imports.module.css'

type Props = {
  plan: PlanDetail
  choice: Choice
  /** The act, on the button. */
  submit: string
  busy?: boolean
  error?: Error | null
  onConfirm: (request: ApplyRequest) => void
  onClose: () => void
}
/** A thing that has to be typed, letter by letter. */
type Typed = { id: string; label: string; expected: string; wrong: string }

function useTyped(plan: PlanDetail, choice: Choice): Typed[] {
  const t = useTranslations('datasheets.apply')
  const { number } = useFormat()
  const { name, kind } = plan.environment
  const { rows } = writtenBy(plan, choice)
  const production = [
    { id: 'environment', label: t('typeEnvironment', { name }), expected: name, wrong: t('wrongName', { name }) },
    { id: 'rows', label: t('typeRows', { rows: number(rows) }), expected: String(rows), wrong: t('wrongRows', { rows: number(rows) }) },
  ]
  const braked = brakedTables(plan, choice).map((table) => ({
    id: `table ${table}`,
    label: t('typeTable', { table, count: plan.tables.find((one) => one.table === table)?.delete ?? 0 }),
    expected: table,
    wrong: t('wrongName', { name: table }),
  }))
  return [...(kind === 'production' ? production : []), ...braked]
}

/** Thousands separators are no mistake. */
const meant = ({ id }: Typed, text: string): string => (id === 'rows' ? text.replaceAll(/[\s,]/g, '') : text.trim())

/** All that is written, and what has to be typed before it is. */
export function ConfirmForm({ plan, choice, submit, busy = false, error = null, onConfirm, onClose }: Props) {
  const t = useTranslations('datasheets.apply')
  const typed = useTyped(plan, choice)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const [checked, setChecked] = useState(false)
  const { comment: reason, field } = useComment()
  const wrong = (one: Typed): boolean => meant(one, texts[one.id] ?? '') !== one.expected
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!typed.some(wrong)) onConfirm(applyRequestOf(plan, choice, reason))
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <p className={classes.lead}>{t('sentence', writtenBy(plan, choice))}</p>
        <WrittenTables plan={plan} choice={choice} />
        {typed.map((one, at) => (
          <TextInput
            key={one.id}
            label={one.label}
            value={texts[one.id] ?? ''}
            inputMode={one.id === 'rows' ? 'numeric' : undefined}
            error={checked && wrong(one) ? one.wrong : undefined}
            autoComplete="off"
            spellCheck={false}
            data-autofocus={at === 0 || undefined}
            onChange={(event) => setTexts({ ...texts, [one.id]: event.currentTarget.value })}
          />
        ))}
        <Textarea label={t('reason')} description={t('reasonHelp')} {...field} maxLength={1000} minRows={1} maxRows={5} />
        {error && <ProblemNote error={error} />}
        <ActFoot cancel={t('cancel')} onCancel={onClose} act={submit} isRed={plan.environment.kind === 'production'} isPending={busy} />
      </Stack>
    </form>
  )
}
