import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './state-dir.mjs'

/** When the process began, in the kernel's own words; null when it is not alive. A pid is used again, a pid with its birth is not. */
export function bornAt(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return null
  return process.platform === 'linux' ? bornOnLinux(pid) : bornByPs(pid)
}

function bornOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name may hold spaces and brackets, so fields are counted from its closing bracket: state is the 3rd, start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19]
  } catch {
    return null
  }
}

function bornByPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } })
  const [state, ...started] = (stdout ?? '').trim().split(/\s+/)
  return !state || state.startsWith('Z') ? null : started.join(' ')
}

/** The pid with its birth, to be written down. */
export const identify = (pid) => ({ pid, born: bornAt(pid) })

/** True while exactly the process that was written down is alive. */
export const isAlive = (record) => Boolean(record?.born) && bornAt(record.pid) === record.born

export const rememberProcess = (file, pid, more = {}) => writeJson(file, { ...identify(pid), ...more })
export const recallProcess = (file) => readJson(file)
export const forgetProcess = (file) => rmSync(file, { force: true })

/** Asks a recorded process to end, and after `graceMs` kills its whole group. Resolves when it is gone; a pid that is somebody else's by now is left alone. */
export async function endProcess(record, graceMs, signal = 'SIGTERM') {
  if (!isAlive(record)) return 'gone'
  trySignal(record.pid, signal)
  if (await hasEnded(record, graceMs)) return 'ended'
  killGroup(record.pid)
  await hasEnded(record, 5000)
  return 'killed'
}

async function hasEnded(record, withinMs) {
  const until = Date.now() + withinMs
  while (isAlive(record)) {
    if (Date.now() > until) return false
    await sleep(50)
  }
  return true
}

export function trySignal(pid, signal) {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** Our children lead a process group each, so that what they started goes with them. */
export function killGroup(pid) {
  if (!trySignal(-pid, 'SIGKILL')) trySignal(pid, 'SIGKILL')
}
