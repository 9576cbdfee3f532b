import Table from 'cli-table3'

/** One way of reading the same logs. Times in seconds; null where it was not measured. */
export type Line = {
  who: string
  players: number
  seconds: number
  serverCpu: number | null
  workerCpu: number | null
  requests: number
  megabytes: number | null
  peakMb: number | null
  verdict: string
}

/** What the console promises for a number of new players, on two cores that it shares with the cluster. */
const goals: Record<number, { seconds: number; timesScript?: number; timesFloor?: number }> = {
  10000: { seconds: 1.8, timesScript: 25 },
  100000: { seconds: 10, timesFloor: 1.5 },
}
const MOST_MEMORY_MB = 300

const shown = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits))

export function print(title: string, lines: readonly Line[]): void {
  const table = new Table({
    head: ['', 'players', 'seconds', 'server CPU s', 'worker CPU s', 'requests', 'MB', 'peak MB', 'against brute force'],
    colWidths: [24, 9, 9, 14, 14, 10, 9, 9, 50],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const { who, players, seconds, serverCpu, workerCpu, requests, megabytes, peakMb, verdict } of lines) {
    const cost = [shown(seconds, 2), shown(serverCpu, 2), shown(workerCpu, 2), requests, shown(megabytes, 1), shown(peakMb, 0)]
    table.push([who, players, ...cost, verdict])
  }
  console.log(title)
  console.log(table.toString())
}

const reached = (what: string, found: number, goal: number, isAtMost: boolean, unit: string): string =>
  `${(isAtMost ? found <= goal : found >= goal) ? 'reached' : 'MISSED '} ${what}: ${found.toFixed(2)}${unit}, goal ${isAtMost ? '<=' : '>='} ${goal}${unit}`

/** Says of each goal whether it was reached, and how we compare where there is no goal. */
export function judge(size: number, ours: Line, floor: Line | null, script: Line | null): void {
  const goal = goals[size]
  const timesScript = script && script.seconds / ours.seconds
  const timesFloor = floor && ours.serverCpu !== null && floor.serverCpu ? ours.serverCpu / floor.serverCpu : null
  if (goal) console.log(reached('time', ours.seconds, goal.seconds, true, ' s'))
  if (goal?.timesScript && timesScript !== null) console.log(reached('times as fast as the script', timesScript, goal.timesScript, false, ' x'))
  else if (timesScript !== null) console.log(`        ${timesScript.toFixed(1)} x as fast as the script`)
  if (goal?.timesFloor && timesFloor !== null) console.log(reached("server CPU against the floor's", timesFloor, goal.timesFloor, true, ' x'))
  else if (timesFloor !== null) console.log(`        ${timesFloor.toFixed(2)} x the server CPU of the floor`)
  if (ours.peakMb !== null) console.log(reached('memory of the worker', ours.peakMb, MOST_MEMORY_MB, true, ' MB'))
}
