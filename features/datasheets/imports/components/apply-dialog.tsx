'use client'
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { WrittenTables } from '#features/datasheets/imports/components/written-tables.tsx'
import { applyPlan, importsKey } from '#features/datasheets/imports/queries.ts'
import { brakedTables, type Choice, writtenBy } from '#features/datasheets/imports/view.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import classes from './imports.module.css'

type Props = { plan: PlanDetail; choice: Choice; opened: boolean; onClose: () => void }
/** A thing that has to be typed, letter by letter. */
type Typed = { id: string; label: string; expected: string; wrong: string }

function useTyped(plan: PlanDetail, choice: Choice): Typed[] {
  const t = useTranslations('datasheets.apply')
  const { number } = useFormat()
  const { rows } = writtenBy(plan, choice)
  const production = plan.environment.kind === 'production'
  const name = plan.environment.name
  return [
    ...(production
      ? [
          { id: 'environment', label: t('typeEnvironment', { name }), expected: name, wrong: t('wrongName', { name }) },
          { id: 'rows', label: t('typeRows', { rows: number(rows) }), expected: String(rows), wrong: t('wrongRows', { rows: String(rows) }) },
        ]
      : []),
    ...brakedTables(plan, choice).map((table) => ({
      id: `table ${table}`,
      label: t('typeTable', { table, count: plan.tables.find((one) => one.table === table)?.delete ?? 0 }),
      expected: table,
      wrong: t('wrongName', { name: table }),
    })),
  ]
}

/** Thousands separators and white space around it are no mistake. */
const meant = ({ id }: Typed, text: string): string => (id === 'rows' ? text.replaceAll(/[\s,]/g, '') : text)

/** What is written to which environment, once more, and in production typed. */
export function ApplyDialog({ plan, choice, opened, onClose }: Props) {
  const t = useTranslations('datasheets.apply')
  const production = plan.environment.kind === 'production'
  return (
    <Modal opened={opened} onClose={onClose} title={t('title', { environment: plan.environment.name })} size="lg">
      <div className={classes.applyTarget} data-kind={plan.environment.kind}>
        <KindTag kind={plan.environment.kind} /> <b>{plan.environment.name}</b>
        <span>{t(production ? 'productionText' : 'testText')}</span>
      </div>
      <ApplyForm plan={plan} choice={choice} onClose={onClose} />
    </Modal>
  )
}

function ApplyForm({ plan, choice, onClose }: Omit<Props, 'opened'>) {
  const t = useTranslations('datasheets.apply')
  const typed = useTyped(plan, choice)
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({})
  const [checked, setChecked] = useState(false)
  const [reason, setReason] = useState('')
  const written = writtenBy(plan, choice)
  const apply = useApply(plan, choice, onClose)
  const wrong = (one: Typed): boolean => meant(one, texts[one.id] ?? '') !== one.expected
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!typed.some(wrong)) apply.start(reason.trim())
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <p className={classes.lead}>{t('sentence', written)}</p>
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
        <Textarea
          label={t('reason')}
          description={t('reasonHelp')}
          value={reason}
          maxLength={1000}
          autosize
          minRows={1}
          maxRows={5}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {apply.error && <ProblemNote error={apply.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color={plan.environment.kind === 'production' ? 'red' : undefined} loading={apply.busy}>
            {t('submit', { rows: written.rows, environment: plan.environment.name })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Starts the import once, however often it is pressed; the typed table names are those of the choice, as they were checked. */
function useApply(plan: PlanDetail, choice: Choice, onDone: () => void) {
  const client = useQueryClient()
  const { rows } = writtenBy(plan, choice)
  const braked = brakedTables(plan, choice)
  const { environment, sha256 } = plan
  const apply = useMutation({
    mutationFn: (reason: string) =>
      applyPlan(plan.id, {
        sha256: sha256 ?? '',
        tables: [...choice.tables],
        deletes: choice.deletes,
        reason,
        ...(environment.kind === 'production' ? { confirm: { environment: environment.name, rows } } : {}),
        ...(braked.length > 0 ? { confirmTables: braked } : {}),
      }),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: plansKey }), client.invalidateQueries({ queryKey: importsKey })])
      onDone()
    },
  })
  const busy = apply.isPending || apply.isSuccess
  return { start: (reason: string) => !busy && apply.mutate(reason), busy, error: apply.error }
}
