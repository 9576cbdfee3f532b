import { offsetAt } from '#core/shared/zoned.ts'

/**
 * Wall-clock times at which an expression is due, ascending, after a wall-clock time. Both are milliseconds as if the clock on the wall
 * showed UTC, so that a day always has 24 hours and what the zone does to them is decided here alone.
 */
export type Walls = (afterWallMs: number) => Iterable<number>

const aroundMs = 26 * 3_600_000

/** Offsets of the zone before and after whatever its clocks do around an instant. */
const offsetsAround = (ms: number, zone: string): [number, number] => [offsetAt(ms - aroundMs, zone), offsetAt(ms + aroundMs, zone)]

/**
 * The instants at which the zone's clocks show a wall-clock time: one, none (the hour that is left out when clocks are set forward) or
 * two (the hour that comes again when they are set back).
 */
function showing(wallMs: number, zone: string): { shown: number[]; shifted: number } {
  const [before, after] = offsetsAround(wallMs, zone)
  if (before === after) return { shown: [wallMs - before], shifted: wallMs - before }
  const shown = [...new Set([wallMs - before, wallMs - after])].filter((ms) => offsetAt(ms, zone) === wallMs - ms).sort((a, b) => a - b)
  return { shown, shifted: wallMs - before }
}

/** Puts an instant into its place among ascending ones. */
function insert(into: number[], ms: number): void {
  const at = into.findIndex((other) => other > ms)
  into.splice(at === -1 ? into.length : at, 0, ms)
}

/** Ascending streams as one: what a change of clocks moves later, or brings again, waits for its turn. */
function* inTurn(walls: Iterable<number>, zone: string, everyHour: boolean): Generator<number> {
  const waiting: number[] = []
  for (const wall of walls) {
    const { shown, shifted } = showing(wall, zone)
    const [first, second] = shown
    if (first === undefined) {
      if (!everyHour) insert(waiting, shifted)
      continue
    }
    while (waiting[0] !== undefined && waiting[0] < first) yield waiting.shift() as number
    yield first
    if (everyHour && second !== undefined) insert(waiting, second)
  }
  yield* waiting
}

/**
 * The instants of wall-clock times in a zone, ascending, each once, after `afterMs`. Of an hour that is left out a fixed time (`30 2 * * *`)
 * is due as much later as clocks were set forward, so that no day is lost; of an hour that comes again it is due the first time alone.
 * What is due in every hour (`everyHour`) goes by the time that passes: it leaves the missing hour out and takes both of the others.
 */
export function* instantsOf(walls: Walls, zone: string, afterMs: number, everyHour: boolean): Generator<number> {
  let last = afterMs
  for (const ms of inTurn(walls(afterMs + Math.min(...offsetsAround(afterMs, zone))), zone, everyHour)) {
    if (ms <= last) continue
    last = ms
    yield ms
  }
}
