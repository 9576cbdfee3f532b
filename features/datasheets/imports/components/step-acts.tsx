'use client'
import { Anchor, Button } from '@mantine/core'
import { IconCalendarTime, IconDatabaseImport, IconUserCheck } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { CompareAgain } from '#features/datasheets/imports/components/compare-again.tsx'
import { DeriveButton } from '#features/datasheets/imports/components/derive-button.tsx'
import { UndoButton } from '#features/datasheets/imports/components/undo-button.tsx'
import { useChoice } from '#features/datasheets/imports/components/use-choice.tsx'
import type { ImportDetail } from '#features/datasheets/imports/schema.ts'
import { type Step, writtenBy } from '#features/datasheets/imports/view.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

const ApplyDialog = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/apply-dialog.tsx')).ApplyDialog }))
const AskDialog = lazy(async () => ({ default: (await import('#features/datasheets/imports/components/ask-dialog.tsx')).AskDialog }))

type Props = { plan: PlanDetail; step: Step; last: ImportDetail | null }

/** What can be done about the next step, by who may. */
export function StepActs({ plan, step, last }: Props) {
  const t = useTranslations('datasheets.steps')
  const may = useMay()
  switch (step.code) {
    case 'ask':
    case 'rejected':
      return may('datasheets.import') ? <Ask plan={plan} /> : t('notYou')
    case 'apply':
      return may('datasheets.import') ? <Apply plan={plan} now /> : t('notYou')
    case 'waiting':
      return may('datasheets.import') && <Apply plan={plan} now={false} />
    case 'derive':
      return may('datasheets.diff') && <DeriveButton plan={plan} />
    case 'moved':
    case 'unknown':
    case 'expired':
    case 'removed':
    case 'elsewhere':
      return may('datasheets.diff') && <CompareAgain plan={plan} />
    case 'applied':
      return last && <Applied last={last} />
    default:
      return null
  }
}

function Ask({ plan }: { plan: PlanDetail }) {
  const t = useTranslations('datasheets.ask')
  const { choice } = useChoice()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button leftSection={<IconUserCheck size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t('open')}
      </Button>
      <WhenOpened opened={opened}>{(standing) => <AskDialog plan={plan} choice={choice} opened={standing} onClose={() => setOpened(false)} />}</WhenOpened>
    </>
  )
}

type When = 'now' | 'later'

/** The import now, once it may be, or at a time. */
function Apply({ plan, now }: { plan: PlanDetail; now: boolean }) {
  const t = useTranslations('datasheets.apply')
  const may = useMay()
  const { choice } = useChoice()
  const [opened, setOpened] = useState<When | null>(null)
  const [last, setLast] = useState<When>('now')
  const open = (when: When) => {
    setLast(when)
    setOpened(when)
  }
  const { rows } = writtenBy(plan, choice)
  return (
    <>
      {may('schedules.manage') && (
        <Button variant="default" leftSection={<IconCalendarTime size={16} aria-hidden />} onClick={() => open('later')}>
          {t('later')}
        </Button>
      )}
      {now && (
        <Button
          color={plan.environment.kind === 'production' ? 'red' : undefined}
          leftSection={<IconDatabaseImport size={16} aria-hidden />}
          onClick={() => open('now')}
        >
          {t('open', { rows })}
        </Button>
      )}
      <WhenOpened opened={opened !== null}>
        {(standing) => <ApplyDialog plan={plan} choice={choice} later={last === 'later'} opened={standing} onClose={() => setOpened(null)} />}
      </WhenOpened>
    </>
  )
}

function Applied({ last }: { last: ImportDetail }) {
  const t = useTranslations('datasheets.imports')
  return (
    <>
      <Anchor component={Link} href={`/datasheets/imports/${last.id}`} size="sm">
        {t('toImport', { id: last.id })}
      </Anchor>
      <UndoButton of={last} />
    </>
  )
}
