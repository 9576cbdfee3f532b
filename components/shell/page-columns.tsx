import type { ReactNode } from 'react'
import classes from './page-columns.module.css'

type Props = {
  side: ReactNode
  /** How broad the side is where there is room for both: pixels, or two fifths. */
  width?: '340' | '380' | 'share'
  children: ReactNode
}

/** What a page is about, and beside it what belongs to it; one below the other on narrow screens. */
export function PageColumns({ side, width = '340', children }: Props) {
  return (
    <div className={classes.columns} data-side={width}>
      <div className={classes.column}>{children}</div>
      <div className={classes.column}>{side}</div>
    </div>
  )
}
