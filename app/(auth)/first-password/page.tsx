import { Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { OwnPasswordForm } from '#features/accounts/components/own-password-form.tsx'
import { principal } from '#server/http/principal.ts'
import classes from '../auth.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.firstPassword')
  return { title: t('title') }
}

export default async function FirstPasswordPage() {
  const who = await principal(await headers())
  if (!who) redirect('/sign-in')
  if (!who.mustChangePassword) redirect('/')
  const t = await getTranslations('accounts.firstPassword')
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <p className={classes.lead}>{t('lead')}</p>
      <OwnPasswordForm />
    </>
  )
}
