'use client'
import { Modal, Stack, Text, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useState } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** What has to be typed, letter by letter. */
  name: string
  /** The act, on the red button. */
  confirm: string
  onConfirm: (typed: string) => void
  pending?: boolean
  error?: Error | null
  /** What will happen. */
  children: ReactNode
}

/** Asks for the typed name before a dangerous act in production. */
export function TypedConfirmation({ opened, onClose, title, children, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack gap="md">
        <Text size="sm" component="div">
          {children}
        </Text>
        <TypedName {...rest} onClose={onClose} />
      </Stack>
    </Modal>
  )
}

function TypedName({ name, confirm, onConfirm, onClose, pending = false, error = null }: Omit<Props, 'opened' | 'title' | 'children'>) {
  const t = useTranslations('feedback.typed')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The dialog may lie inside another form's tree.
    event.stopPropagation()
    if (typed === name) onConfirm(typed)
    else setWrong(true)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('label', { name })}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(false)
          }}
          error={wrong ? t('wrong', { name }) : undefined}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {error && <ProblemNote error={error} />}
        <ActFoot cancel={t('cancel')} onCancel={onClose} act={confirm} isRed isPending={pending} />
      </Stack>
    </form>
  )
}
