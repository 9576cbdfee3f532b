import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inTempProject } from '../testing/temp-project.mjs'
import { readLog, runLogged } from './run-logged.mjs'

const run = (code, more) =>
  inTempProject({}, async (cwd) => {
    const logFile = join(cwd, 'out.log')
    const outcome = await runLogged({ command: process.execPath, args: ['-e', code], cwd, env: process.env, logFile, limitMs: 20_000, ...more })
    return { ...outcome, log: readLog(logFile, 2) }
  })

it('tells success from failure and keeps what was written, without colours', async () => {
  expect(await run("console.log('\\x1b[31mred\\x1b[0m')")).toMatchObject({ ok: true, why: '', log: 'red' })
  expect(await run('process.exit(3)')).toMatchObject({ ok: false, why: 'exit status 3' })
  expect(await run("process.kill(process.pid, 'SIGKILL')")).toMatchObject({ ok: false, why: 'killed by SIGKILL' })
})

it('keeps the end of a long log', async () => {
  expect((await run("for (const line of ['a', 'b', 'c']) console.log(line)")).log).toMatch(/1 lines left out, see .*\nb\nc$/)
})

it('ends a command that hangs', async () => {
  expect(await run('setInterval(() => {}, 1000)', { limitMs: 300 })).toMatchObject({ ok: false, why: 'not done after 0 s' })
})

it('ends the command and rejects when it is aborted', async () => {
  const signal = AbortSignal.timeout(300)
  await expect(run('setInterval(() => {}, 1000)', { signal })).rejects.toThrow(/timeout/i)
})
