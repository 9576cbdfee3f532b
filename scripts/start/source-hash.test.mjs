import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceFiles, sourceHash } from './source-hash.mjs'

let root
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quarterdeck-source-'))
  write('package.json', '{}')
  write('app/page.tsx', 'one')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

test.each(['app/page.tsx', 'app/new.css', 'messages/ko.json', 'public/icon.svg', 'proxy.ts', 'next.config.ts', 'package-lock.json', 'prisma/schema.prisma'])(
  '%s makes the build stale',
  (path) => {
    const before = sourceHash(root)
    write(path, 'two')
    expect(sourceHash(root)).not.toBe(before)
  },
)

test.each(['docs/start.md', 'core/time.test.ts', 'workers/main.ts', 'server/generated/client.ts', 'next-env.d.ts', 'scripts/start.mjs'])(
  '%s does not',
  (path) => {
    const before = sourceHash(root)
    write(path, 'two')
    expect(sourceHash(root)).toBe(before)
  },
)

test('moving text from one file to the next is a change', () => {
  write('app/a.css', 'xy')
  write('app/b.css', 'z')
  const before = sourceHash(root)
  write('app/a.css', 'x')
  write('app/b.css', 'yz')
  expect(sourceHash(root)).not.toBe(before)
  expect(sourceFiles(root)).toEqual(['app/a.css', 'app/b.css', 'app/page.tsx', 'package.json'])
})
