'use client'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import { kindSigns } from '#features/environments/components/kind-signs.ts'
import type { EnvironmentKind } from '#features/environments/schema.ts'

/** Test or production, in a word with its sign. */
export function KindTag({ kind }: { kind: EnvironmentKind }) {
  const t = useTranslations('shell.environment.kinds')
  const Sign = kindSigns[kind]
  return (
    <Tag tone={kind === 'production' ? 'red' : 'grey'} icon={<Sign size={12} />}>
      {t(kind)}
    </Tag>
  )
}
