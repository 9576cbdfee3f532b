'use client'
import { Button, Text } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { commandRun, runKeys } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { commandsFor } from '#features/runs/view.ts'

/** One after the other: a refusal of one says nothing about the next. */
async function cancelEach(runs: readonly Run[]): Promise<{ done: number; failed: number }> {
  let done = 0
  for (const run of runs)
    done += await commandRun(run.id, 'cancel').then(
      () => 1,
      () => 0,
    )
  return { done, failed: runs.length - done }
}

/** Cancels the ticked runs that still go on, after a question that names how many. */
export function BulkCancel({ runs, onDone }: { runs: Run[]; onDone: () => void }) {
  const t = useTranslations('runs.bulk')
  const client = useQueryClient()
  const announce = useAnnounce()
  const open = runs.filter((run) => commandsFor(run).includes('cancel'))
  const act = useMutation({
    mutationFn: cancelEach,
    onSuccess: async ({ done, failed }) => {
      const said = failed ? t('partly', { done, failed }) : t('done', { done })
      announce(said, failed ? 'assertive' : 'polite')
      notify({ message: said, color: failed ? 'yellow' : 'gray' })
      await client.invalidateQueries({ queryKey: runKeys.all })
      onDone()
    },
  })
  if (open.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('none')}
      </Text>
    )
  const ask = () =>
    askFirst({
      title: t('title', { count: open.length }),
      text: t('text'),
      confirm: t('cancel', { count: open.length }),
      cancel: t('keep'),
      onConfirm: () => act.mutate(open),
    })
  return (
    <Button size="xs" variant="default" leftSection={<IconPlayerStop size={14} aria-hidden />} loading={act.isPending} onClick={ask}>
      {t('cancel', { count: open.length })}
    </Button>
  )
}
