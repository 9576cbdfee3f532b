'use client'
import { Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useMemo } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { addSource, sourcesKey } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'
import { emptySource, requestOf, type SourceForm as Values } from '#features/gamelog/view.ts'

const prefixShape = /^[a-z0-9][a-z0-9._-]{0,98}$/

function useSourceForm() {
  const t = useTranslations('gamelog.form')
  return useForm<Values>({
    initialValues: emptySource,
    validateInputOnBlur: true,
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      url: (value) => (URL.canParse(value) && /^https?:\/\//.test(value) ? null : t('urlWrong')),
      prefix: (value) => (prefixShape.test(value) ? null : t('prefixWrong')),
    },
  })
}

/** Registers a log source; what the server refuses is said at its field. */
export function SourceForm({ onAdded }: { onAdded: (source: Source) => void }) {
  const t = useTranslations('gamelog.form')
  const client = useQueryClient()
  const form = useSourceForm()
  const prefix = useId()
  const idOf = (path: string) => `${prefix}${path}`
  const zones = useMemo(() => ['Asia/Seoul', 'UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Asia/Seoul' && zone !== 'UTC')], [])
  const add = useMutation({
    mutationFn: (values: Values) => addSource(requestOf(values)),
    onSuccess: async (source) => {
      await client.invalidateQueries({ queryKey: sourcesKey })
      onAdded(source)
    },
  })
  const { setFieldError } = form
  useEffect(() => {
    if (add.error instanceof ApiProblem) for (const field of add.error.errors) setFieldError(field.path, field.detail)
  }, [add.error, setFieldError])
  const focusFirst = (errors: typeof form.errors) => document.getElementById(idOf(Object.keys(errors)[0] ?? ''))?.focus()
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values), focusFirst)} noValidate>
      <Stack gap="md">
        {add.isError && <ProblemNote error={add.error} fieldId={(path) => (path in form.values ? idOf(path) : undefined)} />}
        <TextInput id={idOf('name')} label={t('name')} description={t('nameHelp')} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          id={idOf('url')}
          label={t('url')}
          description={t('urlHelp')}
          placeholder="https://opensearch.example.com:9200"
          type="url"
          {...form.getInputProps('url')}
        />
        <TextInput id={idOf('prefix')} label={t('prefix')} description={t('prefixHelp')} ff="monospace" {...form.getInputProps('prefix')} />
        <TextInput id={idOf('username')} label={t('username')} description={t('usernameHelp')} autoComplete="off" {...form.getInputProps('username')} />
        <PasswordInput
          id={idOf('password')}
          label={t('password')}
          description={t('passwordHelp')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          {...form.getInputProps('password')}
        />
        <Select
          id={idOf('zone')}
          label={t('zone')}
          description={t('zoneHelp')}
          data={zones}
          searchable
          allowDeselect={false}
          limit={80}
          {...form.getInputProps('zone')}
        />
        <NumberInput
          id={idOf('resetHour')}
          label={t('resetHour')}
          description={t('resetHourHelp')}
          min={0}
          max={23}
          allowDecimal={false}
          clampBehavior="strict"
          {...form.getInputProps('resetHour')}
        />
        <Switch
          id={idOf('insecureTls')}
          label={t('insecureTls')}
          description={t('insecureTlsHelp')}
          {...form.getInputProps('insecureTls', { type: 'checkbox' })}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
