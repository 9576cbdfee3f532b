import { deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { packLines, unpackLines } from '#server/packed-lines.ts'

it.each([[[]], [['{"a":1}']], [['가\u2028나', '\u{1F389}', 'x'.repeat(100_000)]]])('lines come back as they were', async (lines) => {
  expect(await unpackLines(await packLines(lines))).toEqual(lines)
})

it('lines that are alike take little room', async () => {
  const packed = await packLines(Array.from({ length: 500 }, (_, at) => `{"op":"update","key":{"id":"${at}"}}`))
  expect(packed.byteLength).toBeLessThan(5_000)
})

it('lines that were deflated are still read', async () => {
  expect(await unpackLines(deflateRawSync('{"a":1}\n가', { level: 1 }))).toEqual(['{"a":1}', '가'])
  expect(await unpackLines(deflateRawSync('', { level: 1 }))).toEqual([])
})
