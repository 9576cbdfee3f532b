'use client'
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '#components/api/problem.ts'
import { CopyFoot } from '#components/feedback/dialog-foot.tsx'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import { createToken, tokensKey } from '#features/accounts/queries.ts'
import type { TokenRequest } from '#features/accounts/schema.ts'

/** Makes a token and shows it once. */
export function TokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTranslations('accounts.tokens')
  const client = useQueryClient()
  const create = useMutation({ mutationFn: createToken, onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }) })
  const close = () => {
    onClose()
    create.reset()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={create.data ? t('made', { name: create.data.name }) : t('create')}
      size="md"
      closeOnClickOutside={!create.data}
    >
      {create.data ? (
        <TokenShown token={create.data.token} onClose={close} />
      ) : (
        <TokenForm onSubmit={(request) => create.mutate(request)} pending={create.isPending} error={create.error} />
      )}
    </Modal>
  )
}

function TokenForm({ onSubmit, pending, error }: { onSubmit: (request: TokenRequest) => void; pending: boolean; error: Error | null }) {
  const t = useTranslations('accounts.tokens')
  const me = useMe()
  const form = useForm<TokenRequest>({
    initialValues: { name: '', scopes: [] },
    validate: { name: (value) => (value.trim() ? null : t('nameMissing')), scopes: (value) => (value.length ? null : t('scopesMissing')) },
  })
  const said = (path: string) => (error instanceof ApiProblem ? error.errors.find((field) => field.path.split('.')[0] === path)?.detail : undefined)
  const all = form.values.scopes.includes('all')
  return (
    <form onSubmit={form.onSubmit(onSubmit)} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('columns.name')}
          description={t('nameHelp')}
          maxLength={100}
          data-autofocus
          {...form.getInputProps('name')}
          error={form.errors.name ?? said('name')}
        />
        <Checkbox.Group
          label={t('columns.scopes')}
          description={t('scopesHelp')}
          {...form.getInputProps('scopes')}
          error={form.errors.scopes ?? said('scopes')}
        >
          <Stack gap={8} mt={8}>
            <Checkbox value="all" label={t('all')} />
            {me.permissions.map((permission) => (
              <Checkbox key={permission} value={permission} label={<code>{permission}</code>} description={t(`scopes.${permission}`)} disabled={all} />
            ))}
          </Stack>
        </Checkbox.Group>
        {error && <ProblemNote error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>
            {t('create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function TokenShown({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslations('accounts.tokens')
  return (
    <Stack gap="md">
      <Note tone="amber" title={t('once.title')}>
        {t('once.text')}
      </Note>
      <TextInput readOnly value={token} aria-label={t('columns.token')} ff="monospace" onFocus={(event) => event.currentTarget.select()} />
      <CopyFoot value={token} copy={t('copy')} copied={t('copied')} done={t('done')} onDone={onClose} />
    </Stack>
  )
}
