import type { ReactNode } from 'react'
import classes from './feedback.module.css'

/** Shows its content only after 200 ms: what loads faster than that should not flicker. */
export function Late({ children }: { children: ReactNode }) {
  return <div className={classes.late}>{children}</div>
}
