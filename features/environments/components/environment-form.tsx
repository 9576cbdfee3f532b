'use client'
import { Button, Group, NumberInput, PasswordInput, Radio, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { TypedConfirmation } from '#components/feedback/typed-confirmation.tsx'
import { isDangerous } from '#features/environments/access.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { addEnvironment, changeEnvironment, environmentsKey } from '#features/environments/queries.ts'
import type { Environment } from '#features/environments/schema.ts'
import { addressFault, changeOf, emptyEnvironment, formOf, isTableName, requestOf, type EnvironmentForm as Values } from '#features/environments/view.ts'

/** What the server says of the whole address is said at the field it is most likely about. */
const fields: Readonly<Record<string, keyof Values>> = {
  address_host: 'host',
  address_user: 'user',
  address_database: 'database',
  address_forbidden: 'host',
  environment_is_console: 'database',
  password_needed: 'password',
}

function useEnvironmentForm(present: Environment | undefined) {
  const t = useTranslations('environments.form')
  return useForm<Values>({
    initialValues: present ? formOf(present) : emptyEnvironment,
    validateInputOnBlur: true,
    validate: {
      name: (value) => (value.trim() && !value.includes('/') ? null : t('nameMissing')),
      host: (_, values) => (addressFault({ ...values, user: 'u', database: 'd' }) === 'host' ? t('hostWrong') : null),
      database: (_, values) => (addressFault({ ...values, user: 'u', host: 'h' }) === 'database' ? t('databaseMissing') : null),
      user: (_, values) => (addressFault({ ...values, host: 'h', database: 'd' }) === 'user' ? t('userMissing') : null),
      tables: (value) => (value.every(isTableName) ? null : t('tablesWrong')),
    },
  })
}

function useSave(present: Environment | undefined, onSaved: () => void) {
  const t = useTranslations('environments')
  const client = useQueryClient()
  const { choose } = useEnvironment()
  return useMutation({
    mutationFn: ({ values, confirm }: { values: Values; confirm?: string }) =>
      present ? changeEnvironment(present.id, { ...changeOf(values, present), ...(confirm ? { confirm } : {}) }) : addEnvironment(requestOf(values)),
    onSuccess: async (saved) => {
      notify({ message: t('saved', { name: saved.name }) })
      if (!present && saved.kind === 'test') choose(saved.id)
      await client.invalidateQueries({ queryKey: environmentsKey })
      onSaved()
    },
  })
}

/** Adds a game database, or changes one; a production one asks for its name before anything dangerous. */
export function EnvironmentForm({ present, onSaved }: { present?: Environment | undefined; onSaved: () => void }) {
  const t = useTranslations('environments.form')
  const words = useTranslations('environments')
  const kinds = useTranslations('shell.environment.kinds')
  const form = useEnvironmentForm(present)
  const save = useSave(present, onSaved)
  const [asking, setAsking] = useState(false)
  const prefix = useId()
  const idOf = (path: string) => `${prefix}${path}`
  const { setFieldError } = form
  useEffect(() => {
    if (save.error instanceof ApiProblem) for (const { code, path, detail } of save.error.errors) setFieldError(fields[code] ?? path, detail)
  }, [save.error, setFieldError])
  const needsName = (values: Values) => present?.kind === 'production' && isDangerous(changeOf(values, present))
  const submit = (values: Values) => (needsName(values) ? setAsking(true) : save.mutate({ values }))
  const focusFirst = (errors: typeof form.errors) => document.getElementById(idOf(Object.keys(errors)[0] ?? ''))?.focus()
  const text = (path: 'name' | 'host' | 'database' | 'user') => ({ id: idOf(path), label: t(path), ...form.getInputProps(path) })
  return (
    <>
      <form onSubmit={form.onSubmit(submit, focusFirst)} noValidate>
        <Stack gap="md">
          {save.isError && !asking && <ProblemNote error={save.error} />}
          <TextInput {...text('name')} description={t('nameHelp')} data-autofocus />
          <Radio.Group label={t('kind')} description={t('kindHelp')} {...form.getInputProps('kind')}>
            <Group gap="lg" mt={8}>
              <Radio value="test" label={kinds('test')} />
              <Radio value="production" label={kinds('production')} color="red" />
            </Group>
          </Radio.Group>
          <Group gap="sm" align="flex-start" wrap="nowrap">
            <TextInput {...text('host')} placeholder="db.example.com" flex={1} autoComplete="off" />
            <NumberInput id={idOf('port')} label={t('port')} min={1} max={65535} allowDecimal={false} hideControls w={96} {...form.getInputProps('port')} />
          </Group>
          <TextInput {...text('database')} ff="monospace" autoComplete="off" />
          <TextInput {...text('user')} description={t('userHelp')} autoComplete="off" />
          <PasswordInput
            id={idOf('password')}
            label={t('password')}
            description={t(present?.address?.hasPassword ? 'passwordKeep' : 'passwordHelp')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('show') }}
            {...form.getInputProps('password')}
          />
          <Select
            id={idOf('tls')}
            label={t('tls')}
            allowDeselect={false}
            data={(['off', 'verified', 'unchecked'] as const).map((value) => ({ value, label: words(`tls.${value}`) }))}
            {...form.getInputProps('tls')}
          />
          <TagsInput
            id={idOf('tables')}
            label={t('tables')}
            description={t('tablesHelp')}
            splitChars={[',', ' ']}
            ff="monospace"
            {...form.getInputProps('tables')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending && !asking} color={needsName(form.values) ? 'red' : undefined}>
              {t(present ? 'submitEdit' : 'submitAdd')}
            </Button>
          </Group>
        </Stack>
      </form>
      {present && (
        <TypedConfirmation
          opened={asking}
          onClose={() => setAsking(false)}
          title={words('editTitle', { name: present.name })}
          name={present.name}
          confirm={t('submitEdit')}
          onConfirm={(confirm) => save.mutate({ values: form.values, confirm })}
          pending={save.isPending}
          error={save.error}
        >
          {t('confirm')}
        </TypedConfirmation>
      )}
    </>
  )
}
