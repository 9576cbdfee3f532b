'use client'
import { IconBan, IconCheck } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import type { AuditEntry } from '#features/audit/schema.ts'

export function OutcomeTag({ outcome }: { outcome: AuditEntry['outcome'] }) {
  const t = useTranslations('audit.outcomes')
  const refused = outcome === 'refused'
  return (
    <Tag tone={refused ? 'amber' : 'green'} icon={refused ? <IconBan size={12} /> : <IconCheck size={12} />}>
      {t(outcome)}
    </Tag>
  )
}
