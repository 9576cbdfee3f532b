'use client'
import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { undoImport } from '#features/datasheets/imports/queries.ts'
import type { SheetImport } from '#features/datasheets/imports/schema.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'

/** Opens the plan that takes an import back: it is looked at, approved and imported as any other. */
export function UndoButton({ of }: { of: Pick<SheetImport, 'id' | 'canUndo'> }) {
  const t = useTranslations('datasheets.imports')
  const client = useQueryClient()
  const router = useRouter()
  const may = useMay()
  const undo = useMutation({
    mutationFn: () => undoImport(of.id),
    onSuccess: async ({ plan }) => {
      router.push(`/datasheets/plans/${plan.id}`)
      await client.invalidateQueries({ queryKey: plansKey })
    },
  })
  if (!of.canUndo || !may('datasheets.undo')) return null
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        loading={undo.isPending || undo.isSuccess}
        onClick={() => !undo.isPending && undo.mutate()}
      >
        {t('undo', { id: of.id })}
      </Button>
      {undo.isError && <ProblemNote error={undo.error} />}
    </>
  )
}
