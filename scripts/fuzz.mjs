// `npm run fuzz -- datasheets [--seconds N] [--seed S]`: reads files that are nearly workbooks, one seed after the other, in a process of its own with
// little memory. A crash, a hang, or more than the caps allow ends it with the seed and a saved file. Plain JavaScript that Node 20 runs.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { requireNode } from './start/install.mjs'

/** One file takes milliseconds; a busy machine some more. */
const HANG_MS = 15_000
const root = resolve(import.meta.dirname, '..')
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
})
if (positionals[0] !== 'datasheets' || !(Number(values.seconds) > 0) || !/^\d+$/.test(values.seed)) {
  console.error('usage: npm run fuzz -- datasheets [--seconds N] [--seed S]')
  process.exit(2)
}
const node = requireNode(root)
const args = ['--conditions=react-server', '--max-old-space-size=256', 'scripts/fuzz/datasheets.ts']
const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }

function save(seed) {
  const folder = join(root, '.quarterdeck', 'fuzz')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `datasheets-${seed}`)
  spawnSync(node, [...args, 'write', String(seed), path], { cwd: root, stdio: 'inherit' })
  return path
}

const child = spawn(node, [...args, 'read', values.seed, values.seconds], options)
let seed = Number(values.seed)
let heard = Date.now()
let hangs = false
child.on('message', (message) => {
  seed = message.seed
  heard = Date.now()
})
const watch = setInterval(() => {
  hangs = Date.now() - heard > HANG_MS
  if (hangs) child.kill('SIGKILL')
}, 1000)
child.on('exit', (code, signal) => {
  clearInterval(watch)
  if (code === 0) return
  console.error(`datasheets: ${hangs ? `no answer for ${HANG_MS / 1000} s` : `ended by ${signal ?? code}`} at seed ${seed}; the file: ${save(seed)}`)
  process.exitCode = 1
})
