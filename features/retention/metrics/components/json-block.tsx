'use client'
import { Button, Code, CopyButton, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './metrics.module.css'

/** JSON that scrolls by itself, and the way to copy it. */
export function JsonBlock({ value, label, copy }: { value: unknown; label: string; copy?: string }) {
  const t = useTranslations('common')
  const json = JSON.stringify(value, null, 2)
  return (
    <Stack gap={8} className={classes.jsonBlock}>
      <Code block tabIndex={0} role="region" aria-label={label} className={classes.json}>
        {json}
      </Code>
      {copy && (
        <CopyButton value={json}>
          {({ copied, copy: keep }) => (
            <Button size="xs" variant="default" w="max-content" onClick={keep}>
              {copied ? t('copied') : copy}
            </Button>
          )}
        </CopyButton>
      )}
    </Stack>
  )
}
