'use client'
import { IconCheck, IconMinus, IconPlayerPlayFilled, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useStageName } from '#features/runs/components/use-run-words.ts'
import type { Run } from '#features/runs/schema.ts'
import { stageSteps } from '#features/runs/view.ts'
import classes from './runs.module.css'

const signs = { done: IconCheck, now: IconPlayerPlayFilled, stopped: IconX, waiting: IconMinus }

/** The stages in their order: over, under way, waiting. */
export function RunStages({ run }: { run: Run }) {
  const t = useTranslations('runs')
  const stageName = useStageName()
  return (
    <ol className={classes.stages} aria-label={t('page.stages')}>
      {stageSteps(run).map((step) => {
        const Sign = signs[step.state]
        return (
          <li key={step.name} className={classes.stage} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
            <span className={classes.stageSign} role="img" aria-label={t(`stageStates.${step.state}`)}>
              <Sign size={12} stroke={2.5} aria-hidden />
            </span>
            {stageName(step.name)}
          </li>
        )
      })}
    </ol>
  )
}
