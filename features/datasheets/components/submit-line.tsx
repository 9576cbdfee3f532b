import type { ReactNode } from 'react'
import classes from './submit-line.module.css'

/** What is chosen, in a sentence, and beside it the button that takes it. */
export function SubmitLine({ sentence, children }: { sentence: string; children: ReactNode }) {
  return (
    <div className={classes.line}>
      <p role="status">{sentence}</p>
      {children}
    </div>
  )
}
