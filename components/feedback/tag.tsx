import type { ReactNode } from 'react'
import classes from './feedback.module.css'

export type Tone = 'green' | 'red' | 'amber' | 'blue' | 'grey'

/** A state in a word with its sign; the colour only repeats what the word says. */
export function Tag({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {icon && (
        <span className={classes.sign} aria-hidden>
          {icon}
        </span>
      )}
      <span>{children}</span>
    </span>
  )
}
