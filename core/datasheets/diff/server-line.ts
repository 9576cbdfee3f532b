/** Bytes that no UTF-8 text holds, with which a server separates values and says NULL. */
export const serverSeparator = 0xfe
export const serverNull = 0xff

const CARRIAGE_RETURN = 0x0d
const LARGEST_SPECIAL = 0x03

/**
 * Copies a line of a server into the form that `lineOf` gives. False where a value holds a character that has a meaning there, or a carriage return,
 * which is no canonical line end: such rows are taken value by value. `places` gets where each value begins in `into`, and one behind the last.
 */
export function copyServerLine(line: Uint8Array, into: Uint8Array, at: number, places: Int32Array): boolean {
  let values = 0
  places[values++] = at
  for (let from = 0, to = at; from < line.length; from++, to++) {
    const byte = line[from] as number
    if (byte < 0xfe) {
      if (byte <= LARGEST_SPECIAL || byte === CARRIAGE_RETURN) return false
      into[to] = byte
    } else if (byte === serverNull) into[to] = 1
    else {
      into[to] = 0
      places[values++] = to + 1
    }
  }
  places[values] = at + line.length + 1
  return true
}

/** The values of such a line, as the server gave them. */
export function serverValues(line: Uint8Array): (string | null)[] {
  const values: (string | null)[] = []
  for (let from = 0; from <= line.length; ) {
    const found = line.indexOf(serverSeparator, from)
    const end = found < 0 ? line.length : found
    values.push(end === from + 1 && line[from] === serverNull ? null : Buffer.from(line.buffer, line.byteOffset + from, end - from).toString('utf8'))
    from = end + 1
  }
  return values
}
