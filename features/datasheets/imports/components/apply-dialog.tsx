'use client'
import { Modal, Skeleton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { ConfirmForm } from '#features/datasheets/imports/components/confirm-form.tsx'
import { applyPlan, importsKey } from '#features/datasheets/imports/queries.ts'
import type { ApplyRequest } from '#features/datasheets/imports/schema.ts'
import { type Choice, writtenBy } from '#features/datasheets/imports/view.ts'
import { plansKey } from '#features/datasheets/plans/queries.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { KindTag } from '#features/environments/components/kind-tag.tsx'
import classes from './imports.module.css'

const ScheduleForm = lazy(async () => ({ default: (await import('#features/schedules/components/schedule-form.tsx')).ScheduleForm }))

/** `later`: at a time that is chosen once everything is typed. */
type Props = { plan: PlanDetail; choice: Choice; later: boolean; opened: boolean; onClose: () => void }

/** What is written to which environment, once more, and in production typed: now, or at a time. */
export function ApplyDialog({ plan, choice, later, opened, onClose }: Props) {
  const t = useTranslations('datasheets.apply')
  const { environment } = plan
  return (
    <Modal opened={opened} onClose={onClose} title={t(later ? 'titleLater' : 'title', { environment: environment.name })} size="lg">
      <div className={classes.applyTarget} data-kind={environment.kind}>
        <KindTag kind={environment.kind} /> <b>{environment.name}</b>
        <span>{t(environment.kind === 'production' ? 'productionText' : 'testText')}</span>
      </div>
      {later ? <Later plan={plan} choice={choice} onClose={onClose} /> : <Now plan={plan} choice={choice} onClose={onClose} />}
    </Modal>
  )
}

type PartProps = Pick<Props, 'plan' | 'choice' | 'onClose'>

function Now({ plan, choice, onClose }: PartProps) {
  const t = useTranslations('datasheets.apply')
  const client = useQueryClient()
  const apply = useMutation({
    mutationFn: (request: ApplyRequest) => applyPlan(plan.id, request),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: plansKey }), client.invalidateQueries({ queryKey: importsKey })])
      onClose()
    },
    // What it was refused for may be news of the plan.
    onError: () => client.invalidateQueries({ queryKey: plansKey }),
  })
  // However often it is pressed, it is started once.
  const busy = apply.isPending || apply.isSuccess
  return (
    <ConfirmForm
      plan={plan}
      choice={choice}
      submit={t('submit', { rows: writtenBy(plan, choice).rows, environment: plan.environment.name })}
      busy={busy}
      error={apply.error}
      onConfirm={(request) => !busy && apply.mutate(request)}
      onClose={onClose}
    />
  )
}

function Later({ plan, choice, onClose }: PartProps) {
  const t = useTranslations('datasheets.apply')
  const [request, setRequest] = useState<ApplyRequest | null>(null)
  if (!request) return <ConfirmForm plan={plan} choice={choice} submit={t('toTime')} onConfirm={setRequest} onClose={onClose} />
  return (
    <Suspense fallback={<Skeleton height={240} />}>
      <ScheduleForm
        act="datasheets.import"
        payload={{ plan: plan.id, ...request }}
        title={t('scheduleName', { environment: plan.environment.name, plan: plan.id })}
        onDone={onClose}
      />
    </Suspense>
  )
}
