import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from '../../services/state-dir.mjs'
import { runTool } from './tools.mjs'

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
const stampFile = (root) => join(root, 'node_modules', '.quarterdeck-lock')

/** Installs exactly what package-lock.json names, when that is not what is there. */
export async function install({ root, state, env, ui, signal }) {
  if (isInstalled(root)) return
  await ui.stage('install', async (progress) => {
    const expected = packagesForThisMachine(root)
    rmSync(stampFile(root), { force: true })
    const watch = setInterval(() => progress({ done: countInstalled(root, expected), total: expected.length, text: 'packages' }), 1000)
    try {
      await npmCi({ root, state, env, signal })
    } finally {
      clearInterval(watch)
    }
    writeFileSync(stampFile(root), lockHash(root))
    return `${expected.length} packages`
  })
}

function npmCi({ root, state, env, signal }) {
  // The Node that runs npm, never the one in node_modules: `npm ci` deletes that one first.
  const npm = env.npm_execpath && env.npm_node_execpath ? [env.npm_node_execpath, env.npm_execpath] : ['npm']
  const args = [...npm.slice(1), 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const clean = Object.fromEntries(Object.entries(env).filter(([key]) => key !== 'NODE_ENV'))
  return runTool({
    state,
    name: 'npm-ci',
    command: npm[0],
    args,
    cwd: root,
    env: clean,
    signal,
    cure: 'Is the package registry reachable from here? Then run npm start again.',
  })
}

/** True when node_modules holds what the lock names: by our own stamp, or because somebody ran `npm ci` by hand. */
export function isInstalled(root) {
  if (!existsSync(join(root, 'node_modules', '.bin', 'next'))) return false
  const hash = lockHash(root)
  if (existsSync(stampFile(root))) return readFileSync(stampFile(root), 'utf8') === hash && Boolean(findNode(root))
  if (!matchesHiddenLock(root) || !findNode(root)) return false
  writeFileSync(stampFile(root), hash)
  return true
}

/** npm writes what it installed into node_modules/.package-lock.json. */
function matchesHiddenLock(root) {
  const hidden = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!hidden) return false
  const wanted = Object.entries(readJson(join(root, 'package-lock.json')).packages).filter(([path]) => path)
  return wanted.every(([path, entry]) => (hidden[path] ? hidden[path].version === entry.version : entry.optional === true))
}

function packagesForThisMachine(root) {
  const packages = Object.entries(readJson(join(root, 'package-lock.json')).packages)
  return packages
    .filter(([path, entry]) => path && fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, 'glibc'))
    .map(([path]) => path)
}

/** As npm reads `os`, `cpu` and `libc`: a name or a list, with "!" for "not this one". */
function fits(wanted, mine) {
  const names = [wanted ?? []].flat()
  return names.includes(mine) || (names.every((name) => name.startsWith('!')) && !names.includes(`!${mine}`))
}

const countInstalled = (root, paths) => paths.filter((path) => existsSync(join(root, path, 'package.json'))).length

/** Node 24, which comes with the packages; this very process where the platform has no such package but runs a new enough Node. */
export function findNode(root) {
  const own = join(root, 'node_modules', '.bin', 'node')
  if (existsSync(own) && spawnSync(own, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v24.')) return own
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : null
}

export function requireNode(root) {
  const node = findNode(root)
  if (!node) throw new Error(`there is no Node 24 for ${process.platform} ${process.arch} among the packages: install Node 24 yourself and run npm start again`)
  return node
}
