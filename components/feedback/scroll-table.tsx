import type { ReactNode } from 'react'
import classes from './scroll-table.module.css'

/** A short table that scrolls sideways by itself where it does not fit, also by keyboard. Its rows are plain `tr`, `th` and `td`. */
export function ScrollTable({ label, minWidth = 360, children }: { label: string; minWidth?: number; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.region} tabIndex={0} aria-label={label}>
      <table className={classes.table} style={{ minWidth }}>
        {children}
      </table>
    </section>
  )
}
