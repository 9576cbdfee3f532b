import { createCipheriv, hkdfSync } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { seal, unseal } from '#server/secrets.ts'

const old = 'the secret of last year, long enough to be one'
const fresh = 'the secret of this year, long enough to be one'

/** The module as a process with these secrets has it. */
async function withSecrets(now: string, before = ''): Promise<typeof import('#server/secrets.ts')> {
  vi.stubEnv('QUARTERDECK_SECRET', now)
  vi.stubEnv('QUARTERDECK_SECRET_PREVIOUS', before)
  vi.resetModules()
  return import('#server/secrets.ts')
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

describe('seal', () => {
  it('opens with the same context only, and hides the text', () => {
    const sealed = seal('비밀 password', 'source:1')
    expect(unseal(sealed, 'source:1')).toBe('비밀 password')
    expect(Buffer.from(sealed).includes('password')).toBe(false)
    expect(() => unseal(sealed, 'source:2')).toThrow()
  })
  it('never seals alike twice', () => {
    expect(Buffer.from(seal('x', 'c')).equals(Buffer.from(seal('x', 'c')))).toBe(false)
  })
  it('refuses a changed byte, wherever it is', () => {
    for (let index = 0; index < seal('some text', 'c').length; index += 1) {
      const sealed = seal('some text', 'c')
      sealed[index] = (sealed[index] ?? 0) ^ 1
      expect(() => unseal(sealed, 'c'), `byte ${index}`).toThrow()
    }
    expect(() => unseal(new Uint8Array(0), 'c')).toThrow()
  })
})

describe('a change of the secret', () => {
  it('opens what the previous secret sealed while it is given, and seals with the new one', async () => {
    const before = await withSecrets(old)
    const sealed = before.seal('text', 'c')
    const between = await withSecrets(fresh, old)
    expect(between.unseal(sealed, 'c')).toBe('text')
    const anew = between.seal('text', 'c')
    const after = await withSecrets(fresh)
    expect(after.unseal(anew, 'c')).toBe('text')
    expect(() => after.unseal(sealed, 'c')).toThrow(before.currentKeyId)
  })
  it('begins everything with the id of its key, which is not the key', async () => {
    const { currentHeader, currentKeyId, seal: put } = await withSecrets(fresh)
    expect(Buffer.from(put('text', 'c').subarray(0, 5))).toEqual(Buffer.from(currentHeader))
    expect(currentKeyId).toMatch(/^[0-9a-f]{8}$/)
    expect((await withSecrets(old)).currentKeyId).not.toBe(currentKeyId)
  })
  it('opens the first form, which had no id', async () => {
    const key = Buffer.from(hkdfSync('sha256', old, '', 'quarterdeck/seal/1', 32))
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12, 7)).setAAD(Buffer.from('c'))
    const body = Buffer.concat([cipher.update('text'), cipher.final()])
    const first = Buffer.concat([Buffer.of(1), Buffer.alloc(12, 7), cipher.getAuthTag(), body])
    expect((await withSecrets(old)).unseal(first, 'c')).toBe('text')
    expect((await withSecrets(fresh, old)).unseal(first, 'c')).toBe('text')
    const without = await withSecrets(fresh)
    expect(() => without.unseal(first, 'c')).toThrow('cannot be opened')
  })
})
