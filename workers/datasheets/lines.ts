import { createReadStream } from 'node:fs'

/**
 * Lines of a file in groups, the last one shorter; none of a file without lines. A line ends by LF alone: JSON leaves
 * U+2028 and U+2029 as they are, which node:readline takes for ends of lines.
 */
export async function* linesOf(path: string, perGroup: number): AsyncGenerator<string[]> {
  let group: string[] = []
  let rest = ''
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      group.push(line)
      if (group.length < perGroup) continue
      yield group
      group = []
    }
  }
  if (rest) group.push(rest)
  if (group.length > 0) yield group
}
