import type { Tone } from '#components/feedback/tag.tsx'
import classes from './feedback.module.css'

/** `percent` in 0..100; null is "under way, how far is not known". */
export function ProgressBar({ percent, tone, label, text }: { percent: number | null; tone: Tone; label: string; text?: string }) {
  const known = percent !== null
  return (
    <div
      className={classes.track}
      data-tone={tone}
      data-unknown={known ? undefined : true}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(percent) : undefined}
      aria-valuetext={text}
    >
      <div className={classes.fill} style={known ? { transform: `scaleX(${percent / 100})` } : undefined} />
    </div>
  )
}
