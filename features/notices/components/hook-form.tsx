'use client'
import { Button, Checkbox, Group, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { environmentsQuery } from '#features/environments/queries.ts'
import { SecretShown } from '#features/notices/components/secret-shown.tsx'
import { addHook, changeHook, hooksKey } from '#features/notices/queries.ts'
import type { Hook, HookMade } from '#features/notices/schema.ts'
import { changeOf, emptyHook, formOf, isAddress, requestOf, tellable, type HookForm as Values } from '#features/notices/view.ts'

function useSave(present: Hook | undefined, onSaved: () => void) {
  const t = useTranslations('notices')
  const client = useQueryClient()
  const [made, setMade] = useState<HookMade>()
  const save = useMutation({
    mutationFn: async (values: Values) => {
      if (present) await changeHook(present.id, changeOf(values))
      else setMade(await addHook(requestOf(values)))
    },
    onSuccess: async (_, { name }) => {
      notify({ message: t('saved', { name }) })
      await client.invalidateQueries({ queryKey: hooksKey })
      if (present) onSaved()
    },
  })
  return { save, made }
}

/** Adds a web hook and shows its secret once, or changes one. */
export function HookForm({ present, onSaved }: { present?: Hook | undefined; onSaved: () => void }) {
  const t = useTranslations('notices.form')
  const names = useTranslations('notices.events')
  const { data: environments } = useQuery(environmentsQuery)
  const { save, made } = useSave(present, onSaved)
  const prefix = useId()
  const idOf = (path: string) => `${prefix}${path}`
  const form = useForm<Values>({
    initialValues: present ? formOf(present) : emptyHook,
    validateInputOnBlur: true,
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      url: (value) => (isAddress(value) ? null : t('urlWrong')),
      events: (value) => (value.length ? null : t('eventsMissing')),
    },
  })
  const { setFieldError } = form
  useEffect(() => {
    if (save.error instanceof ApiProblem) for (const { path, detail } of save.error.errors) setFieldError(path, detail)
  }, [save.error, setFieldError])
  const focusFirst = (errors: typeof form.errors) => document.getElementById(idOf(Object.keys(errors)[0] ?? ''))?.focus()
  const text = (path: 'name' | 'url') => ({ id: idOf(path), label: t(path), description: t(`${path}Help`), ...form.getInputProps(path) })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values), focusFirst)} noValidate>
      <Stack gap="md">
        {save.isError && <ProblemNote error={save.error} />}
        <TextInput {...text('name')} maxLength={100} data-autofocus />
        <TextInput {...text('url')} placeholder="https://game.example.com/hooks/quarterdeck" autoComplete="off" />
        <Checkbox.Group label={t('events')} description={t('eventsHelp')} {...form.getInputProps('events')}>
          <Stack gap={8} mt={8}>
            {tellable.map((event) => (
              <Checkbox key={event} value={event} label={names(event)} description={<code>{event}</code>} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select
          id={idOf('environment')}
          label={t('environment')}
          description={t('environmentHelp')}
          allowDeselect={false}
          data={[{ value: '', label: t('everywhere') }, ...(environments?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [])]}
          {...form.getInputProps('environment')}
        />
        {present && <Switch label={t('active')} description={t('activeHelp')} {...form.getInputProps('active', { type: 'checkbox' })} />}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t(present ? 'submitEdit' : 'submitAdd')}
          </Button>
        </Group>
      </Stack>
      <SecretShown made={made} onClose={onSaved} />
    </form>
  )
}
