'use client'
import { oneLine, shortened, withSpaces } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

/** A value in one line. NULL and the empty text are words, not nothing; `spaces` draws what cannot be seen. */
export function Value({ value, spaces = false }: { value: string | null; spaces?: boolean }) {
  if (value === null) return <span className={classes.null}>NULL</span>
  if (value === '') return <span className={classes.null}>{"''"}</span>
  const text = shortened(value)
  return spaces ? withSpaces(text) : oneLine(text)
}
