'use client'
import { Button } from '@mantine/core'
import { IconUsersPlus } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'

/** First use of the analyses: what they are, one action, one sample. */
export function FirstAnalysis() {
  const t = useTranslations('retention.first')
  const may = useMay()
  const action = (
    <>
      {may('retention.run') && (
        <Button component={Link} href="/retention/new">
          {t('new')}
        </Button>
      )}
      {may('sample.load') && (
        <Button component={Link} href="/sample" variant="default">
          {t('sample')}
        </Button>
      )}
    </>
  )
  return (
    <StatePanel icon={<IconUsersPlus size={32} stroke={1.4} />} title={t('title')} action={action}>
      {t('text')}
    </StatePanel>
  )
}
