#!/usr/bin/env node
// Plain JavaScript that Node 20 runs: it hands over to the Node that the project carries, or says how to get it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const main = at('./main.ts')
const carried = at('../node_modules/.bin/node')
const words = process.argv.slice(2)

const installed = existsSync(at('../node_modules/commander')) && existsSync(at('../node_modules/zod'))
if (installed && process.versions.node.startsWith('24.')) await import(main)
else if (installed && existsSync(carried)) handOver()
else notInstalled()

function handOver() {
  const child = spawn(carried, ['--conditions=react-server', main, ...words], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', notInstalled)
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)))
}

function notInstalled() {
  process.exitCode = 1
  const fix = 'npm start'
  const detail = 'the dependencies of this checkout are not installed'
  if (words[0] === 'doctor' && !words.includes('--help') && !words.includes('-h')) return doctor(fix, detail)
  const problem = { type: 'about:blank', title: 'Quarterdeck is not installed here', status: 503, code: 'not_installed', detail, fix }
  console.error(words.includes('--json') ? JSON.stringify(problem) : `${problem.title}: ${detail}\n  To do: ${fix}`)
}

function doctor(fix, detail) {
  const others = ['mysql', 'redis', 'opensearch', 'migrations', 'audit', 'web', 'workers'].map((name) => ({ name, ok: false, detail, fix }))
  const checks = [{ name: 'node', ok: false, version: process.versions.node, detail: 'Node 24 comes with the dependencies', fix }, ...others]
  if (words.includes('--json')) return console.log(JSON.stringify({ ok: false, checks }, null, 2))
  for (const { name, version = '' } of checks) console.log(`NOT OK  ${name} ${version}`)
  console.log(`${detail}\n  To do: ${fix}`)
}
