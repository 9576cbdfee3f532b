import { Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SecondFactorFirst } from '#features/accounts/components/second-factor-first.tsx'
import { principal } from '#server/http/principal.ts'
import classes from '../auth.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.secondFactor')
  return { title: t('title') }
}

export default async function SecondFactorPage() {
  const who = await principal(await headers())
  if (!who) redirect('/sign-in')
  if (who.mustChangePassword) redirect('/first-password')
  if (!who.mustEnrol) redirect('/profile')
  const t = await getTranslations('accounts.secondFactor')
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <p className={classes.lead}>{t('lead')}</p>
      <SecondFactorFirst />
    </>
  )
}
