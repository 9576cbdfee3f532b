import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { stopDocker } from '../services/docker.mjs'
import { lockHolder } from '../services/lock.mjs'
import { deleteStateDir, openStateDir, stateDirOf } from '../services/state-dir.mjs'
import { endLeftovers } from './start/stages.mjs'

// `npm run reset`: back to the state of a fresh clone (packages and build stay). With `-- --yes` it does not ask.

const root = dirname(import.meta.dirname)
const dir = stateDirOf(root, process.env)
if (!existsSync(dir)) {
  console.log(`There is no data in ${dir}.`)
  process.exit(0)
}
const state = openStateDir(dir)
const holder = lockHolder(state)
if (holder) {
  console.error(`Quarterdeck is running (pid ${holder.pid}): run npm run stop first.`)
  process.exit(1)
}
if (!process.argv.includes('--yes') && !(await isSure())) {
  console.log('Nothing was deleted.')
  process.exit(1)
}
await endLeftovers(state)
if (state.read().provider === 'docker') await stopDocker({ root, state, env: process.env, volumes: true })
deleteStateDir(dir)
console.log(`Deleted ${dir}. npm start begins anew.`)

async function isSure() {
  if (!process.stdin.isTTY) {
    console.error('This deletes all data of this checkout. Say so: npm run reset -- --yes')
    return false
  }
  const ask = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await ask.question(
    `Delete everything in ${dir}: database, queue, logs of the sample game, accounts, secrets and the encryption key? Type "delete": `,
  )
  ask.close()
  return answer.trim() === 'delete'
}
