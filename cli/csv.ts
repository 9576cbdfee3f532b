const BREAK = '\r\n'
const quotes = /"/g

/** Where the record ends that begins at `from`: at the first line break outside of quotes; -1 while there is none. */
function endOf(text: string, from: number): number {
  for (let at = text.indexOf(BREAK, from); at !== -1; at = text.indexOf(BREAK, at + BREAK.length)) {
    if ((text.slice(from, at).match(quotes)?.length ?? 0) % 2 === 0) return at
  }
  return -1
}

/** The records of a CSV text (RFC 4180) that comes in pieces, as they are written; the byte order mark is left out. Throws where the last one has no end. */
export async function* recordsOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let text = ''
  let isFirst = true
  for await (const piece of pieces) {
    text += isFirst ? piece.replace(/^\uFEFF/, '') : piece
    isFirst &&= piece === ''
    let from = 0
    for (let end = endOf(text, from); end !== -1; end = endOf(text, from)) {
      yield text.slice(from, end)
      from = end + BREAK.length
    }
    text = text.slice(from)
  }
  if (text !== '') throw new Error('the last line has no end')
}

const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/y

/** The cells of a record. */
export function cellsOf(record: string): string[] {
  const cells: string[] = []
  cell.lastIndex = 0
  for (let found = cell.exec(record); found; found = cell.exec(record)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '') break
  }
  return cells
}
