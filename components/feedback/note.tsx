import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Tone } from '#components/feedback/tag.tsx'
import classes from './feedback.module.css'

const signs: Record<Tone, typeof IconInfoCircle> = {
  red: IconCircleX,
  amber: IconAlertTriangle,
  green: IconCircleCheck,
  blue: IconInfoCircle,
  grey: IconInfoCircle,
}

type Props = { tone: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode; role?: 'alert' | 'status' }

/** A message that stays: what happened, and what to do. */
export function Note({ tone, title, children, action, role }: Props) {
  const Sign = signs[tone]
  return (
    <div className={classes.note} data-tone={tone} role={role}>
      <Sign size={18} className={classes.noteSign} aria-hidden />
      <div className={classes.noteBody}>
        <p className={classes.noteTitle}>{title}</p>
        {children && <div className={classes.noteText}>{children}</div>}
      </div>
      {action}
    </div>
  )
}
