import classes from './result.module.css'

/** A share in 0..1 as a bar; its number stands beside it. `[low, high]` is drawn as a whisker. */
export function ShareBar({ share, interval = null }: { share: number; interval?: readonly [number, number] | null }) {
  const percent = (part: number) => `${(part * 100).toFixed(2)}%`
  return (
    <span className={classes.bar} aria-hidden>
      <span className={classes.fill} style={{ width: percent(share) }} />
      {interval && <span className={classes.whisker} style={{ left: percent(interval[0]), width: percent(interval[1] - interval[0]) }} />}
    </span>
  )
}
