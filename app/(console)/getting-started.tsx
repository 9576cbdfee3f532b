'use client'
import { Button } from '@mantine/core'
import { IconDeviceGamepad2 } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'

/** First use: what the console is for, one action, one sample. */
export function GettingStarted() {
  const t = useTranslations('home.start')
  const may = useMay()
  return (
    <StatePanel
      icon={<IconDeviceGamepad2 size={32} stroke={1.4} />}
      title={t('title')}
      action={
        <>
          {may('sample.load') && (
            <Button component={Link} href="/sample">
              {t('sample')}
            </Button>
          )}
          {may('sources.manage') && (
            <Button component={Link} href="/sources?add=true" variant="default">
              {t('source')}
            </Button>
          )}
        </>
      }
    >
      {t('text')}
    </StatePanel>
  )
}
