'use client'
import { useState } from 'react'
import { dateTime, type Locale } from '#components/format/time.ts'
import { houseZone, useFormat } from '#components/format/use-format.ts'
import classes from './format.module.css'

/** An instant with its zone; how long ago, and the reader's own zone, on hover. */
export function When({ at, seconds = false, zone = houseZone }: { at: string; seconds?: boolean; zone?: string }) {
  const format = useFormat()
  const [hint, setHint] = useState<string>()
  const explain = () => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    const there = dateTime(at, { locale: format.locale as Locale, zone: own, seconds: true, year: true })
    setHint(`${format.relative(at, Date.now())}\n${there}\n${at}`)
  }
  return (
    <time dateTime={at} title={hint} onPointerEnter={explain} className={classes.when}>
      {seconds ? format.dateTimeSeconds(at, zone) : format.dateTime(at, zone)}
    </time>
  )
}
