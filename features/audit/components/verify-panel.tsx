'use client'
import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { auditKeys, verifyAudit } from '#features/audit/queries.ts'
import type { Verification } from '#features/audit/schema.ts'

/** The button that follows the whole chain, how far it came, and what was found. */
export function useVerify() {
  const [part, setPart] = useState<Verification | null>(null)
  const client = useQueryClient()
  const check = useMutation({
    mutationFn: () => verifyAudit(setPart),
    onMutate: () => setPart(null),
    onSettled: () => client.invalidateQueries({ queryKey: auditKeys.lists }),
  })
  return { part, check }
}

type Verify = ReturnType<typeof useVerify>

export function VerifyButton({ verify: { check } }: { verify: Verify }) {
  const t = useTranslations('audit.verify')
  return (
    <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()} leftSection={<IconShieldCheck size={14} aria-hidden />}>
      {t('button')}
    </Button>
  )
}

export function VerifyNote({ verify: { part, check } }: { verify: Verify }) {
  const t = useTranslations('audit.verify')
  const format = useFormat()
  if (check.isPending)
    return part ? (
      <Note tone="blue" role="status" title={t('running', { rows: format.number(part.rows), total: format.number(part.total) })} />
    ) : (
      <Note tone="blue" role="status" title={t('started')} />
    )
  if (check.error) return <ProblemNote error={check.error} onRetry={() => check.mutate()} />
  if (!check.data) return null
  return <Verdict found={check.data} />
}

function Verdict({ found }: { found: Verification }) {
  const t = useTranslations('audit.verify')
  const format = useFormat()
  const { firstBroken, head } = found
  if (firstBroken)
    return (
      <Note tone="red" role="alert" title={t('broken', { seq: firstBroken.seq ?? '–', id: firstBroken.id ?? '–' })}>
        {t(`reasons.${firstBroken.reason}`)} {t('brokenNext')}
      </Note>
    )
  return (
    <Note tone="green" role="status" title={t('whole', { rows: format.number(found.rows) })}>
      <When at={found.checkedAt} seconds /> · {t('head', { seq: head.seq })} <code>{head.hash.slice(0, 16)}…</code>
    </Note>
  )
}
