import { describe, expect, it } from 'vitest'
import { createLog } from '#server/log.ts'

const secret = 'hunter22 "quoted"'

function written(act: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  act(createLog({ write: (line) => void lines.push(line) }, [secret, 'plain-secret-1']))
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
  return lines.join('')
}

describe('63: the log', () => {
  const address = 'mysql://game:p%40ss-word@db:3306/live'
  const cause = new Error(`connect ${address} failed`)

  it('holds no credentials of an address that an error names, in message, stack or cause', () => {
    const text = written((log) => log.error({ err: new Error(`could not open ${address}`, { cause }) }, `after ${address}`))
    expect(text).toContain('mysql://***@db:3306/live')
    expect(text).not.toMatch(/p%40ss-word|game:/)
    expect(text).toContain('could not open')
  })

  it('holds none in a field, however deep', () => {
    const text = written((log) =>
      log.info({ at: [{ url: 'redis://:s3cret-of-redis@cache:6379' }], options: { auth: `https://me:${encodeURIComponent(secret)}@x` } }),
    )
    expect(text).not.toMatch(/s3cret-of-redis|hunter22/)
  })

  it('holds no secret that the process was given, wherever it stands and whatever it is made of', () => {
    const text = written((log) => log.warn({ err: new Error(`denied for '${secret}'`), note: 'plain-secret-1' }, `tried ${secret} and plain-secret-1`))
    expect(text).not.toMatch(/hunter22|plain-secret-1/)
    expect(text).toContain('denied for')
  })

  it('holds no value of a field whose name says that it is secret', () => {
    const text = written((log) =>
      log.info({ password: 'one-two', user: { token: 'three-four', cookie: 'five-six' }, headers: { authorization: 'Bearer seven' } }),
    )
    expect(text).not.toMatch(/one-two|three-four|five-six|seven/)
  })
})
