'use client'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import { tlsOf } from '#core/gamelog/tls.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** Whether the cluster proves who it is: what does not is marked. */
export function TlsTag({ source }: { source: Source }) {
  const t = useTranslations('gamelog.tls')
  const mode = tlsOf(source)
  return <Tag tone={mode === 'verified' ? 'green' : 'amber'}>{t(mode)}</Tag>
}
