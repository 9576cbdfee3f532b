import { Title } from '@mantine/core'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SignInForm } from '#features/accounts/components/sign-in-form.tsx'
import { principal } from '#server/http/principal.ts'
import classes from '../auth.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accounts.signIn')
  return { title: t('title') }
}

/** Only a path of this console: never another site, never a protocol-relative address. */
const ownPath = (asked: string | string[] | undefined): string => (typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : '/')

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = ownPath((await searchParams).next)
  if (await principal(await headers())) redirect(next)
  const t = await getTranslations('accounts.signIn')
  return (
    <>
      <Title order={1}>{t('title')}</Title>
      <p className={classes.lead}>{t('lead')}</p>
      <SignInForm next={next} />
    </>
  )
}
