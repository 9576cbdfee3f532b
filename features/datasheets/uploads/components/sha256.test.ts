import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#features/datasheets/uploads/components/sha256.ts'

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255)
const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('SHA-256 of what comes in pieces', () => {
  it.each([0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1_000, 100_003])('%i bytes', (length) => {
    const bytes = bytesOf(length)
    const hash = sha256()
    hash.update(bytes)
    expect(hash.hex()).toBe(expected(bytes))
  })

  it.each([1, 7, 64, 100, 4_096])('does not depend on the pieces: %i bytes each', (size) => {
    const bytes = bytesOf(10_001)
    const hash = sha256()
    for (let at = 0; at < bytes.length; at += size) hash.update(bytes.subarray(at, at + size))
    expect(hash.hex()).toBe(expected(bytes))
  })
})
