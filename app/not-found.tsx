import { Title } from '@mantine/core'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

export default async function NotFound() {
  const t = await getTranslations('feedback.notFound')
  return (
    <div style={{ padding: '64px 24px', textAlign: 'center' }}>
      <Title order={1}>{t('title')}</Title>
      <p>{t('text')}</p>
      <Link href="/">{t('home')}</Link>
    </div>
  )
}
