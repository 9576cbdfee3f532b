import 'server-only'
import { CronExpressionParser } from 'cron-parser'

export type ParsedCron = {
  /** Due times as clocks on a wall show them, in milliseconds as if that were UTC; ascending, after `afterWallMs`. Ends where none comes any more. */
  walls: (afterWallMs: number) => Iterable<number>
  /** Due in each of the 24 hours. */
  everyHour: boolean
}

/** The library walks in UTC, where no clock is ever set: what a zone does to its times is a rule of core/schedules. */
const inUtc = (text: string, afterWallMs: number) => CronExpressionParser.parse(text, { currentDate: new Date(afterWallMs), tz: 'UTC' })

function* wallsOf(text: string, afterWallMs: number): Generator<number> {
  const expression = inUtc(text, afterWallMs)
  for (;;) {
    try {
      yield expression.next().getTime()
    } catch {
      // It gives up on dates that never come, such as 31 June.
      return
    }
  }
}

/** Reads a cron expression of five fields; null when it cannot be read. */
export function parseCron(text: string): ParsedCron | null {
  try {
    const { fields } = inUtc(text, 0)
    return { walls: (afterWallMs) => wallsOf(text, afterWallMs), everyHour: fields.hour.values.length === 24 }
  } catch {
    return null
  }
}
