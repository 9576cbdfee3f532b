'use client'
import { Button, Group } from '@mantine/core'
import { type Icon, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { commandRun, runKeys } from '#features/runs/queries.ts'
import type { Run, RunCommand, RunDetail } from '#features/runs/schema.ts'
import { commandsFor, newer } from '#features/runs/view.ts'

const signs: Record<RunCommand, Icon> = { cancel: IconPlayerStop, pause: IconPlayerPause, resume: IconPlayerPlay, retry: IconRotateClockwise }

/** What can be done with a run now. Cancelling asks nothing: a retry goes on from the last step. */
export function RunActions({ run, size = 'sm' }: { run: Run; size?: 'xs' | 'sm' }) {
  const t = useTranslations('runs.commands')
  const may = useMay()
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: (command: RunCommand) => commandRun(run.id, command),
    onSuccess: (next) => {
      client.setQueryData<RunDetail>(runKeys.one(run.id), (old) => (old ? newer(old, next) : old))
      return client.invalidateQueries({ queryKey: runKeys.all })
    },
  })
  if (!may('runs.control')) return null
  const commands = commandsFor(run)
  return (
    <>
      {commands.length > 0 && (
        <Group gap={8}>
          {commands.map((command) => {
            const Sign = signs[command]
            return (
              <Button
                key={command}
                size={size}
                variant={command === 'retry' || command === 'resume' ? 'filled' : 'default'}
                leftSection={<Sign size={15} aria-hidden />}
                loading={act.isPending && act.variables === command}
                onClick={() => act.mutate(command)}
              >
                {t(command)}
              </Button>
            )
          })}
        </Group>
      )}
      {act.isError && <ProblemNote error={act.error} />}
    </>
  )
}
