'use client'
import { Button, type ButtonProps } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { againRequest } from '#features/retention/components/again.ts'
import { startAnalysis } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'

/** Asks the same question once more, of the logs as they are now. */
export function AgainButton({ analysis, ...look }: { analysis: Analysis } & Pick<ButtonProps, 'size' | 'variant'>) {
  const t = useTranslations('retention')
  const router = useRouter()
  const start = useMutation({
    mutationFn: () => startAnalysis(againRequest(analysis)),
    onSuccess: (next) => router.push(`/retention/${next.run.id}`),
  })
  return (
    <>
      <Button {...look} leftSection={<IconRefresh size={15} aria-hidden />} loading={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
        {t('runAgain')}
      </Button>
      {start.isError && <ProblemNote error={start.error} />}
    </>
  )
}
