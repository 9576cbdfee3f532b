'use client'
import { IconCheck } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import { cureOf, type Step, stageOf, stagesOf, type Written, writtenBy } from '#features/datasheets/imports/view.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'
import { useSeconds } from '#features/runs/components/use-seconds.ts'
import classes from './imports.module.css'

const tones: Partial<Record<Step['code'], 'amber' | 'red' | 'green'>> = {
  conflicts: 'amber',
  mend: 'amber',
  moved: 'red',
  unknown: 'red',
  rejected: 'red',
  expired: 'amber',
  removed: 'amber',
  elsewhere: 'red',
  failed: 'red',
  applied: 'green',
  nothing: 'green',
}

/** What is to be done next with a plan, in one line, and the buttons for it. */
export function NextStep({ plan, step, leftOut, children }: { plan: PlanDetail; step: Step; leftOut: number; children?: ReactNode }) {
  const t = useTranslations('datasheets.steps')
  const { choice } = useChoice()
  const written = writtenBy(plan, choice)
  return (
    <section className={classes.step} data-tone={tones[step.code]} data-step={step.code} aria-label={t('label')}>
      <Stages plan={plan} step={step} />
      <div className={classes.stepLine}>
        <div className={classes.stepText}>
          <p className={classes.stepTitle} role="status">
            <Title plan={plan} step={step} written={written} leftOut={leftOut} />
          </p>
          <p className={classes.stepHelp}>
            <Help plan={plan} step={step} />
          </p>
        </div>
        {children && <div className={classes.stepActs}>{children}</div>}
      </div>
    </section>
  )
}

function Title({ plan, step, written, leftOut }: { plan: PlanDetail; step: Step; written: Written; leftOut: number }) {
  const t = useTranslations('datasheets.steps')
  const values = { rows: written.rows, tables: written.tables, environment: plan.environment.name, conflicts: plan.conflicts, leftOut }
  if (step.code === 'ask') return t(`ask.${step.why}.title`, values)
  if (step.code === 'waiting') return t('waiting.title', { ...values, left: step.left })
  if (step.code === 'removed') return t.rich('removed.title', { at: () => <When at={plan.rowsRemovedAt ?? ''} /> })
  return t(`${step.code}.title`, values)
}

function Help({ plan, step }: { plan: PlanDetail; step: Step }) {
  const t = useTranslations('datasheets.steps')
  const asked = plan.approvals.latest
  if (step.code === 'waiting' && asked) return <Waiting until={asked.expiresAt} author={asked.author.name} />
  if (step.code === 'rejected' && asked) return <Rejected asked={asked} />
  const cure = cureOf(plan)
  if (step.code === 'removed') return t(`removed.${cure === 'base' ? 'upload' : cure}`)
  if (step.code === 'ask') return t(`ask.${step.why}.text`, { required: plan.approvals.required })
  if ((step.code === 'apply' || step.code === 'choose') && plan.expiresAt)
    return t.rich('untilText', { code: t(`${step.code}.text`), at: () => <When at={plan.expiresAt ?? ''} /> })
  return t(`${step.code}.text`, { environment: plan.environment.name, by: asked?.author.name ?? '' })
}

/** Who is waited for, and how long still. */
function Waiting({ until, author }: { until: string; author: string }) {
  const t = useTranslations('datasheets.steps.waiting')
  const { duration } = useFormat()
  const left = Math.max(0, new Date(until).getTime() - useSeconds(true))
  return <span suppressHydrationWarning>{t('text', { author, time: duration(left) })}</span>
}

function Rejected({ asked }: { asked: NonNullable<PlanDetail['approvals']['latest']> }) {
  const t = useTranslations('datasheets.steps.rejected')
  const last = asked.decisions.findLast(({ verdict }) => verdict === 'reject')
  return last ? t('by', { name: last.person.name, comment: last.comment }) : t('text')
}

/** Where the plan is on its way: looked at, chosen, approved, imported. */
function Stages({ plan, step }: { plan: PlanDetail; step: Step }) {
  const t = useTranslations('datasheets.steps')
  const all = stagesOf(plan)
  const here = all.indexOf(stageOf(step))
  const over = step.code === 'applied'
  return (
    <ol className={classes.stages} aria-label={t('stagesLabel')}>
      {all.map((stage, at) => {
        const done = at < here || over
        return (
          <li key={stage} data-done={done || undefined} aria-current={at === here && !over ? 'step' : undefined}>
            <span className={classes.stageSign} aria-hidden>
              {done ? <IconCheck size={12} stroke={3} /> : at + 1}
            </span>
            {t(`stages.${stage}`)}
          </li>
        )
      })}
    </ol>
  )
}
