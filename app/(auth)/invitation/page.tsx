import { Title } from '@mantine/core'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LinkForm } from '#features/accounts/components/link-form.tsx'
import classes from '../auth.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.invitation')
  return { title: t('title') }
}

export default async function InvitationPage() {
  const t = await getTranslations('accounts.invitation')
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <p className={classes.lead}>{t('lead')}</p>
      <LinkForm purpose="invitation" />
    </>
  )
}
