import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const own = (path) => resolve(import.meta.dirname, '../..', path)
const ROOMS = [
  'app',
  'bench',
  'cli',
  'components',
  'core',
  'e2e',
  'faults',
  'features',
  'i18n',
  'messages',
  'scripts',
  'server',
  'services',
  'streams',
  'workers',
]

/** The command that checks who imports whom in the project below `root`. */
export function cruise(options = ['--output-type', 'err-long'], root = process.cwd()) {
  const rooms = [...ROOMS, 'proxy.ts', 'instrumentation.ts'].filter((path) => existsSync(join(root, path)))
  return {
    command: process.execPath,
    args: [own('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', own('.dependency-cruiser.cjs'), ...options, ...rooms],
  }
}
