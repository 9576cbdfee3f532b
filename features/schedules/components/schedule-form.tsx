'use client'
import { Button, Group, NumberInput, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { type ScheduleFormApi, WhenFields } from '#features/schedules/components/when-fields.tsx'
import { createSchedule, schedulesKey } from '#features/schedules/queries.ts'
import type { ScheduleAct, ScheduleDetail } from '#features/schedules/schema.ts'
import { emptyValues, fieldOf, onceOnly, type ScheduleValues, whenOf } from '#features/schedules/view.ts'

type Props = {
  act: ScheduleAct
  /** What the act's own declaration parses. */
  payload: Record<string, unknown>
  /** The name that is proposed. */
  title?: string
  onDone: (schedule: ScheduleDetail) => void
}

const mostGraceMinutes = 1_440

function useScheduleForm(title: string): ScheduleFormApi {
  const t = useTranslations('schedules.form')
  return useForm<ScheduleValues>({
    initialValues: emptyValues(title.slice(0, 120)),
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      wall: (_, values) => (values.repeats === 'again' || whenOf(values) ? null : t('wallMissing')),
      cron: (_, values) => (values.repeats === 'once' || whenOf(values) ? null : t('cronMissing')),
      graceMinutes: (value) => (Number.isFinite(Number(value)) && Number(value) >= 0 && Number(value) <= mostGraceMinutes ? null : t('graceWrong')),
    },
  })
}

function useCreate({ act, payload, onDone }: Props) {
  const t = useTranslations('schedules')
  const client = useQueryClient()
  return useMutation({
    mutationFn: (values: ScheduleValues) => {
      const { name, missed, graceMinutes } = values
      const { zone, ...when } = whenOf(values) ?? { zone: values.zone }
      return createSchedule({ act, payload, name: name.trim(), missed, graceSeconds: Math.round(Number(graceMinutes) * 60), zone, ...when })
    },
    onSuccess: async (made) => {
      notify({ message: t('made', { name: made.name }) })
      await client.invalidateQueries({ queryKey: schedulesKey })
      onDone(made)
    },
  })
}

function MissedFields({ form, idOf }: { form: ScheduleFormApi; idOf: (path: string) => string }) {
  const t = useTranslations('schedules.form')
  return (
    <>
      <Radio.Group label={t('missed')} description={t('missedHelp')} {...form.getInputProps('missed')}>
        <Stack gap={8} mt={8}>
          <Radio value="skip" label={t('skip')} description={t('skipHelp')} />
          <Radio value="late" label={t('late')} description={t('lateHelp')} />
        </Stack>
      </Radio.Group>
      <NumberInput
        id={idOf('graceMinutes')}
        label={t('grace')}
        description={t('graceHelp')}
        min={0}
        max={mostGraceMinutes}
        allowDecimal={false}
        {...form.getInputProps('graceMinutes')}
      />
    </>
  )
}

/** Makes a schedule for an act that somebody has chosen elsewhere. */
export function ScheduleForm(props: Props) {
  const t = useTranslations('schedules.form')
  const form = useScheduleForm(props.title ?? '')
  const create = useCreate(props)
  const prefix = useId()
  const idOf = (path: string) => `${prefix}${path}`
  const { setFieldError } = form
  useEffect(() => {
    if (!(create.error instanceof ApiProblem)) return
    for (const { path, detail } of create.error.errors) if (fieldOf[path]) setFieldError(fieldOf[path], detail)
  }, [create.error, setFieldError])
  const focusFirst = (errors: typeof form.errors) => document.getElementById(idOf(Object.keys(errors)[0] ?? ''))?.focus()
  const submit = form.onSubmit((values) => create.mutate(values), focusFirst)
  return (
    <form
      onSubmit={(event) => {
        // The dialog may lie inside another form's tree.
        event.stopPropagation()
        submit(event)
      }}
      noValidate
    >
      <Stack gap="md">
        {create.isError && <ProblemNote error={create.error} fieldId={(path) => (fieldOf[path] ? idOf(fieldOf[path]) : undefined)} />}
        <TextInput id={idOf('name')} label={t('name')} description={t('nameHelp')} maxLength={120} data-autofocus {...form.getInputProps('name')} />
        <WhenFields form={form} idOf={idOf} once={onceOnly.includes(props.act)} />
        <MissedFields form={form} idOf={idOf} />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
