import { Title } from '@mantine/core'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

/** An address that leads to nothing, or to what this person may not know of. */
export async function PageNotFound() {
  const t = await getTranslations('feedback.notFound')
  return (
    <div style={{ padding: '64px 24px', textAlign: 'center' }}>
      <Title order={1}>{t('title')}</Title>
      <p>{t('text')}</p>
      <Link href="/">{t('home')}</Link>
    </div>
  )
}
