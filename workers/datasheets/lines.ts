import { createReadStream } from 'node:fs'

/**
 * Lines of a file in groups of at most so many lines, and of at most so many characters unless one line alone has more; none of a file without lines.
 * A line ends by LF alone: JSON leaves U+2028 and U+2029 as they are, which node:readline takes for ends of lines.
 */
export const linesOf = (path: string, perGroup: number, characters = Number.POSITIVE_INFINITY): AsyncGenerator<string[]> =>
  inGroups(linesByPiece(path), perGroup, characters)

/** The same for lines that come in pieces of any size. */
export async function* inGroups(pieces: AsyncIterable<readonly string[]>, perGroup: number, characters: number): AsyncGenerator<string[]> {
  let group: string[] = []
  let size = 0
  for await (const lines of pieces) {
    for (const line of lines) {
      if (group.length > 0 && (group.length === perGroup || size + line.length > characters)) {
        yield group
        group = []
        size = 0
      }
      group.push(line)
      size += line.length
    }
  }
  if (group.length > 0) yield group
}

/** The lines that end in each piece of the file. */
async function* linesByPiece(path: string): AsyncGenerator<string[]> {
  let rest = ''
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
  if (rest) yield [rest]
}
