'use client'
import { ActionIcon, CopyButton, Group } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import classes from './format.module.css'

const cut = (text: string, keep: number) => (text.length <= keep * 2 + 1 ? text : `${text.slice(0, keep)}…${text.slice(-keep)}`)

/** A long id: middle-cut, in monospace, with a copy button. */
export function LongId({ value, keep = 8 }: { value: string; keep?: number }) {
  const t = useTranslations('common')
  return (
    <Group gap={4} wrap="nowrap" display="inline-flex">
      <code className={classes.id} title={value}>
        {cut(value, keep)}
      </code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <ActionIcon
            size="sm"
            onClick={copy}
            title={copied ? t('copied') : t('copy')}
            aria-label={copied ? t('copied') : t('copyValue', { value: cut(value, keep) })}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  )
}
