'use client'
import { Button, CopyButton, Group } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

type ActProps = {
  cancel: string
  onCancel: () => void
  act: string
  /** Left out: the button sends the form around it. */
  onAct?: () => void
  isRed?: boolean
  isPending: boolean
  disabled?: boolean
}

/** The end of a dialog that asks: the way out, then the act. */
export function ActFoot({ cancel, onCancel, act, onAct, isRed = false, isPending, disabled = false }: ActProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {cancel}
      </Button>
      <Button type={onAct ? 'button' : 'submit'} color={isRed ? 'red' : undefined} loading={isPending} disabled={disabled} onClick={onAct}>
        {act}
      </Button>
    </Group>
  )
}

type CopyProps = { value: string; copy: string; copied: string; done: string; onDone: () => void }

/** The end of a dialog that shows something this once: copy it, then close. */
export function CopyFoot({ value, copy, copied, done, onDone }: CopyProps) {
  return (
    <Group justify="flex-end">
      <CopyButton value={value}>
        {({ copied: isCopied, copy: onCopy }) => (
          <Button variant="default" onClick={onCopy} leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
            {isCopied ? copied : copy}
          </Button>
        )}
      </CopyButton>
      <Button onClick={onDone}>{done}</Button>
    </Group>
  )
}
