import { describe, expect, it } from 'vitest'
import { BodyFault, largeByItsWord, rawBody } from '#server/http/raw-body.ts'

const caps = { capBytes: 10, longestMs: 60_000, silentMs: 60_000 }

function request(parts: (Uint8Array | Error)[], ends = true): Request {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const part = parts.shift()
      if (part instanceof Error) controller.error(part)
      else if (part) controller.enqueue(part)
      else if (ends) controller.close()
      else return new Promise(() => {})
    },
  })
  return new Request('http://127.0.0.1/', { method: 'POST', body, duplex: 'half' } as RequestInit)
}

async function read(from: Request, settings = caps): Promise<number | string> {
  let bytes = 0
  try {
    for await (const part of rawBody(from, settings)) bytes += part.byteLength
    return bytes
  } catch (error) {
    if (error instanceof BodyFault) return error.refusal.code
    throw error
  }
}

describe('a body that is read as it comes', () => {
  it('is handed on up to its cap', async () => {
    expect(await read(request([new Uint8Array(6), new Uint8Array(4)]))).toBe(10)
    expect(await read(request([new Uint8Array(6), new Uint8Array(5)]))).toBe('raw_body_too_large')
    expect(await read(new Request('http://127.0.0.1/', { method: 'POST' }))).toBe(0)
  })
  it('ends when its sender says nothing for too long, takes too long or leaves', async () => {
    expect(await read(request([new Uint8Array(1)], false), { ...caps, silentMs: 5 })).toBe('raw_body_too_slow')
    expect(await read(request([new Uint8Array(1)], false), { ...caps, longestMs: 5 })).toBe('raw_body_too_slow')
    expect(await read(request([new Uint8Array(1), new Error('gone')]))).toBe('raw_body_cut')
  })
  it('is refused before it is read when its sender says that it is too large', () => {
    const saying = (length: string) => largeByItsWord(new Request('http://127.0.0.1/', { method: 'POST', headers: { 'content-length': length } }), caps)
    expect(saying('10')).toBeNull()
    expect(saying('11')).toMatchObject({ code: 'raw_body_too_large', status: 413 })
  })
})
