import { rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive } from './processes.mjs'
import { readJson } from './state-dir.mjs'

/** Who holds the state directory now: `{ pid, born }` of a living process, or null. */
export function lockHolder(state) {
  const record = readJson(state.file('start.lock'))
  return isAlive(record) ? record : null
}

/** Takes the state directory for this process. Answers null when it is ours now, else who has it: two sets of servers never meet on one data directory. */
export async function takeLock(state) {
  const file = state.file('start.lock')
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = lockHolder(state)
      if (holder && holder.pid !== process.pid) return holder
      // Left by a process that was killed, or half written: give a writer the moment it needs before it is taken away.
      await sleep(30)
      if (!lockHolder(state)) rmSync(file, { force: true })
      continue
    }
    // Another start may have judged the same old lock and removed ours with it.
    await sleep(30)
    if (readJson(file)?.pid === process.pid) return null
  }
  throw new Error(`${file} changes hands all the time: is something starting Quarterdeck in a loop?`)
}

export function dropLock(state) {
  if (readJson(state.file('start.lock'))?.pid === process.pid) rmSync(state.file('start.lock'), { force: true })
}
