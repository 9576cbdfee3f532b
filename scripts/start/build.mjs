import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireNode } from './install.mjs'
import { fileHash, sourceHash } from './source-hash.mjs'
import { runTool } from './tools.mjs'

const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** The database client from prisma/schema.prisma, when that changed. Needs no engine and no network. */
export async function generateClient({ root, state, env, ui, signal }) {
  const stamp = join(root, 'server', 'generated', '.schema-hash')
  const hash = fileHash(join(root, 'prisma', 'schema.prisma'))
  if (readStamp(stamp) === hash) return
  await ui.stage('client', async () => {
    await runTool({
      state,
      name: 'prisma-generate',
      command: requireNode(root),
      args: ['node_modules/prisma/build/index.js', 'generate'],
      cwd: root,
      env: { ...env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      signal,
    })
    writeFileSync(stamp, hash)
    return 'database client generated'
  })
}

/** The web build, when a source of it changed since the last one. */
export async function build({ root, state, env, ui, signal }) {
  const stamp = join(root, '.next', 'source-hash')
  const hash = sourceHash(root)
  if (existsSync(join(root, '.next', 'BUILD_ID')) && readStamp(stamp) === hash) return
  await ui.stage('build', async (progress) => {
    progress({ expectedMs: state.read().buildMs ?? 75_000, text: 'web pages' })
    // A build that is interrupted leaves a mix of old and new files, which must not pass for finished.
    rmSync(stamp, { force: true })
    const beganMs = Date.now()
    const args = ['node_modules/next/dist/bin/next', 'build']
    await runTool({
      state,
      name: 'next-build',
      command: requireNode(root),
      args,
      cwd: root,
      env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      signal,
    })
    writeFileSync(stamp, hash)
    state.update({ buildMs: Date.now() - beganMs })
    return 'web pages built'
  })
}
