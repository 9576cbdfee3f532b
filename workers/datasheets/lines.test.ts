import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { linesOf } from '#workers/datasheets/lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'qd-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function groups(text: string, perGroup: number): Promise<string[][]> {
  const path = join(folder, 'lines')
  writeFileSync(path, text)
  const found: string[][] = []
  for await (const group of linesOf(path, perGroup)) found.push(group)
  return found
}

describe('lines of a file', () => {
  it('come in groups, the last one shorter', async () => {
    expect(await groups('a\nb\nc\n', 2)).toEqual([['a', 'b'], ['c']])
    expect(await groups('a\nb', 2)).toEqual([['a', 'b']])
    expect(await groups('', 2)).toEqual([])
  })
  it('come in smaller groups where they are long, and a longer one alone', async () => {
    const path = join(folder, 'long')
    writeFileSync(path, 'aaa\nbb\nc\ndddddddd\ne\n')
    const found: string[][] = []
    for await (const group of linesOf(path, 2, 5)) found.push(group)
    expect(found).toEqual([['aaa', 'bb'], ['c'], ['dddddddd'], ['e']])
  })
  it('end by LF alone, wherever the pieces of the file do', async () => {
    const odd = `{"a":"x\u2028y\u2029z\u0085\\r가"}`
    expect(await groups(`${odd}\n${odd}\n`, 9)).toEqual([[odd, odd]])
    const many = Array.from({ length: 50_000 }, (_, at) => `한글 ${at}`)
    expect((await groups(`${many.join('\n')}\n`, 1_000)).flat()).toEqual(many)
  })
})
