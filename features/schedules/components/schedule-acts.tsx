'use client'
import { Button, Group } from '@mantine/core'
import { type Icon, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { changeSchedule, schedulesKey } from '#features/schedules/queries.ts'
import type { Schedule } from '#features/schedules/schema.ts'
import { changesFor } from '#features/schedules/view.ts'

const signs: Record<Schedule['state'], Icon> = { active: IconPlayerPlay, paused: IconPlayerPause, ended: IconPlayerStop }

/** What can be done with a schedule now. Only its end asks first: it is for good. */
export function ScheduleActs({ schedule }: { schedule: Schedule }) {
  const t = useTranslations('schedules')
  const may = useMay()
  const client = useQueryClient()
  const { id, name } = schedule
  const change = useMutation({
    mutationFn: (state: Schedule['state']) => changeSchedule(id, state),
    onSuccess: (_, state) => {
      notify({ message: t(`changed.${state}`, { name }) })
      return client.invalidateQueries({ queryKey: schedulesKey })
    },
  })
  if (!may('schedules.manage')) return null
  const act = (state: Schedule['state']) => {
    if (state !== 'ended') return change.mutate(state)
    askFirst({
      title: t('endTitle', { name }),
      text: t('endText'),
      confirm: t('changes.ended'),
      cancel: t('keep'),
      onConfirm: () => change.mutate('ended'),
    })
  }
  return (
    <>
      <Group gap={8}>
        {changesFor(schedule.state).map((state) => {
          const Sign = signs[state]
          const pending = change.isPending && change.variables === state
          return (
            <Button
              key={state}
              variant={state === 'active' ? 'filled' : 'default'}
              leftSection={<Sign size={15} aria-hidden />}
              loading={pending}
              onClick={() => act(state)}
            >
              {t(`changes.${state}`)}
            </Button>
          )
        })}
      </Group>
      {change.isError && <ProblemNote error={change.error} />}
    </>
  )
}
