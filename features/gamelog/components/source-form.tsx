'use client'
import { Button, Group, NumberInput, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ZoneField } from '#components/format/zone-field.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { isTableName } from '#features/environments/view.ts'
import { addSource, changeSource, sourcesKey } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'
import { changeOf, emptySource, fieldOf, formOf, requestOf, type SourceForm as Values } from '#features/gamelog/view.ts'

const prefixShape = /^[a-z0-9][a-z0-9._-]{0,98}$/
const fieldShape = /^[\p{L}\p{N}_@.-]{0,191}$/u

function useSourceForm(present: Source | undefined) {
  const t = useTranslations('gamelog.form')
  const identifier = (value: string, { playerEnvironment }: Values) => (!playerEnvironment || isTableName(value) ? null : t('identifierWrong'))
  return useForm<Values>({
    initialValues: present ? formOf(present) : emptySource,
    validateInputOnBlur: true,
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      url: (value) => (URL.canParse(value) && /^https?:\/\//.test(value) ? null : t('urlWrong')),
      prefix: (value) => (prefixShape.test(value) ? null : t('prefixWrong')),
      nicknameField: (value) => (fieldShape.test(value.trim()) ? null : t('nicknameFieldWrong')),
      playerTable: identifier,
      playerUidColumn: identifier,
      playerNicknameColumn: (value, values) => (value ? identifier(value, values) : null),
    },
  })
}

function useSave(present: Source | undefined, onSaved: (source: Source) => void) {
  const t = useTranslations('gamelog')
  const client = useQueryClient()
  return useMutation({
    mutationFn: (values: Values) => (present ? changeSource(present.id, changeOf(values, present)) : addSource(requestOf(values))),
    onSuccess: async (source) => {
      notify({ message: t('saved', { name: source.name }) })
      await client.invalidateQueries({ queryKey: sourcesKey })
      onSaved(source)
    },
  })
}

/** The table of a game database that knows the players of the logs; there to be chosen while there is an environment. */
function PlayerFields({ form, idOf }: { form: UseFormReturnType<Values>; idOf: (path: string) => string }) {
  const t = useTranslations('gamelog.form')
  const { environments } = useEnvironment()
  if (environments.length === 0) return null
  const text = (path: 'playerTable' | 'playerUidColumn' | 'playerNicknameColumn') => (
    <TextInput id={idOf(path)} label={t(path)} ff="monospace" autoComplete="off" {...form.getInputProps(path)} />
  )
  return (
    <>
      <Select
        id={idOf('playerEnvironment')}
        label={t('playerEnvironment')}
        description={t('playerEnvironmentHelp')}
        allowDeselect={false}
        data={[{ value: '', label: t('playerEnvironmentNone') }, ...environments.map(({ name }) => ({ value: name, label: name }))]}
        {...form.getInputProps('playerEnvironment')}
      />
      {form.values.playerEnvironment && (
        <>
          {text('playerTable')}
          {text('playerUidColumn')}
          {text('playerNicknameColumn')}
        </>
      )}
    </>
  )
}

/** Adds a log source, or changes one; what the server refuses is said at its field. */
export function SourceForm({ present, onSaved }: { present?: Source | undefined; onSaved: (source: Source) => void }) {
  const t = useTranslations('gamelog.form')
  const form = useSourceForm(present)
  const save = useSave(present, onSaved)
  const prefix = useId()
  const idOf = (path: string) => `${prefix}${path}`
  const { setFieldError } = form
  useEffect(() => {
    if (save.error instanceof ApiProblem) for (const { path, detail } of save.error.errors) setFieldError(fieldOf[path] ?? path, detail)
  }, [save.error, setFieldError])
  const focusFirst = (errors: typeof form.errors) => document.getElementById(idOf(Object.keys(errors)[0] ?? ''))?.focus()
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values), focusFirst)} noValidate>
      <Stack gap="md">
        {save.isError && (
          <ProblemNote error={save.error} fieldId={(path) => ((fieldOf[path] ?? path) in form.values ? idOf(fieldOf[path] ?? path) : undefined)} />
        )}
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
          description={t(present?.hasPassword ? 'passwordKeep' : 'passwordHelp')}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          {...form.getInputProps('password')}
        />
        <ZoneField id={idOf('zone')} first="Asia/Seoul" label={t('zone')} description={t('zoneHelp')} {...form.getInputProps('zone')} />
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
        <TextInput
          id={idOf('nicknameField')}
          label={t('nicknameField')}
          description={t('nicknameFieldHelp')}
          ff="monospace"
          {...form.getInputProps('nicknameField')}
        />
        <PlayerFields form={form} idOf={idOf} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t(present ? 'submitEdit' : 'submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
