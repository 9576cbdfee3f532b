import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `next build` reads. */
const ROOMS = ['app', 'components', 'core', 'features', 'server', 'streams', 'i18n', 'messages', 'public']
// Not tsconfig.json: the build itself completes it, and it decides about types, not about pages.
const FILES = ['package.json', 'package-lock.json', 'postcss.config.mjs', 'prisma/schema.prisma']
// Made by the build itself.
const MADE = new Set(['next-env.d.ts'])

/** SHA-256 over names and contents of all sources of the web build, in one fixed order. Tests do not count: they change nothing in it. */
export function sourceHash(root) {
  const hash = createHash('sha256')
  for (const path of sourceFiles(root)) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

export function sourceFiles(root) {
  const configs = readdirSync(root).filter((name) => name.endsWith('.ts') && !MADE.has(name))
  const rooms = ROOMS.flatMap((room) => filesBelow(root, room))
  return [...configs, ...FILES, ...rooms].filter((path) => !/\.test\.tsx?$/.test(path) && existsSync(join(root, path))).sort()
}

function filesBelow(root, dir) {
  if (!existsSync(join(root, dir))) return []
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`
    if (path === 'server/generated') return []
    return entry.isDirectory() ? filesBelow(root, path) : [path]
  })
}

export function fileHash(file) {
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : ''
}
