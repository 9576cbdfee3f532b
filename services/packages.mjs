import { spawn, spawnSync } from 'node:child_process'
import { existsSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { findProgram } from './find-program.mjs'
import { tail } from './supervise.mjs'

/** What to type on this machine to get packages that we cannot install ourselves. */
export function howToInstall(needs) {
  if (process.platform === 'darwin') return `brew install ${needs.map((need) => need.brew).join(' ')}`
  return `sudo apt-get update && sudo apt-get install -y ${needs.map(packageOf).join(' ')}`
}

/**
 * Installs what is missing in one go (dpkg has one lock), without letting any of it start system services: the servers of this checkout are its own.
 * `needs` are `{ what, apt: [first choice, ...], brew }`. Throws with the command to type where it cannot.
 */
export async function installPackages({ needs, env, logFile, signal }) {
  const root = process.getuid?.() === 0
  if (!root || !findProgram(env, 'apt-get')) {
    const missing = needs.map((need) => need.what).join(', ')
    throw new Error(
      `not installed: ${missing}. Install with:\n    ${howToInstall(needs)}\nor start a Docker engine, or give the servers' addresses (DATABASE_URL, REDIS_URL, OPENSEARCH_URL); then run npm start again.`,
    )
  }
  await apt(['update'], env, logFile, signal)
  const names = needs.map(packageOf)
  const release = denyServiceStarts()
  try {
    await apt(['install', '-y', '--no-install-recommends', '--no-upgrade', ...names], env, logFile, signal)
  } finally {
    release()
  }
  return names
}

/** Distributions differ: the first of the names that this one knows. */
const packageOf = (need) => need.apt.find(isKnown) ?? need.apt[0]
const isKnown = (name) => spawnSync('apt-cache', ['show', '--no-all-versions', name], { stdio: 'ignore' }).status === 0

function apt(args, env, logFile, signal) {
  signal?.throwIfAborted()
  const out = openSync(logFile, 'a', 0o600)
  // Not ended when the start is cancelled: a package manager stopped half-way leaves the machine in need of repair.
  const child = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=180', '-o', 'Dpkg::Use-Pty=0', ...args], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    detached: true,
    stdio: ['ignore', out, out],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`apt-get ${args[0]} failed (${code}). The end of ${logFile}:\n${tail(logFile)}`))))
  })
}

/** Debian asks this file before a package's service is started; one that is there already is left as it is. */
function denyServiceStarts() {
  const file = '/usr/sbin/policy-rc.d'
  if (existsSync(file)) return () => {}
  writeFileSync(file, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  return () => {
    process.removeListener('exit', release)
    release()
  }
}
