import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopDocker } from '../services/docker.mjs'
import { dropLock, lockHolder } from '../services/lock.mjs'
import { endProcess, isAlive } from '../services/processes.mjs'
import { openStateDir, stateDirOf } from '../services/state-dir.mjs'
import { endLeftovers } from './start/stages.mjs'

// `npm run stop`: ends what `npm start` of this checkout has started, wherever it runs, and whatever an earlier one left behind.

// Web and workers have 30 s and the servers 15 s; a package manager that must not be interrupted may need longer.
const PATIENCE_MS = 60_000

const root = dirname(import.meta.dirname)
const dir = stateDirOf(root, process.env)
if (!existsSync(dir)) {
  console.log(`Nothing of ${dir} is running.`)
  process.exit(0)
}
const state = openStateDir(dir)
const holder = lockHolder(state)
if (holder) await endStart(holder)
const left = await endLeftovers(state)
// A start that ended by itself has stopped its containers; one that was killed has not.
const { provider, phase } = state.read()
if (provider === 'docker' && phase !== 'stopped') await stopDocker({ root, state, env: process.env })
if (left.length) console.log(`Ended ${left.join(', ')}, left by an earlier start.`)
if (!holder && !left.length) console.log(`Nothing of ${dir} is running.`)
state.update({ phase: 'stopped', pids: {} })
dropLock(state)

async function endStart(record) {
  console.log(`Ending npm start (pid ${record.pid}) ...`)
  const beganMs = Date.now()
  process.kill(record.pid, 'SIGTERM')
  while (isAlive(record) && Date.now() - beganMs < PATIENCE_MS) await sleep(100)
  if (isAlive(record)) {
    console.log('It did not end in time: killing it.')
    await endProcess(record, 0, 'SIGKILL')
  }
  console.log(`Ended after ${((Date.now() - beganMs) / 1000).toFixed(1)} s.`)
}
