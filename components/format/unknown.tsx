import { VisuallyHidden } from '@mantine/core'
import classes from './format.module.css'

/** What is not known is a dash with its reason, never a zero. */
export function Unknown({ reason }: { reason: string }) {
  return (
    <span title={reason} className={classes.unknown}>
      <span aria-hidden>–</span>
      <VisuallyHidden>{reason}</VisuallyHidden>
    </span>
  )
}
