/** How one column of a key is compared. number: by value. weights: hex of what the server says the text weighs. text: by the bytes of the canonical form. */
export type KeyPart = { kind: 'number' | 'weights' | 'text'; nullable: boolean }

const MINUS = 45
const POINT = 46

function hexDigit(code: number): number {
  return code < 58 ? code - 48 : (code & 0x5f) - 55
}

/**
 * Writes keys as bytes whose order is the order of the keys and which are equal exactly if the keys are. Numbers: sign and count of whole digits in
 * one byte, then the digits, complemented when negative. Weights and texts: their bytes, of all parts but the last with zero bytes escaped and an end
 * mark, so that no part reaches into the next. NULL stands before every value.
 */
export class KeyBytes {
  bytes = Buffer.alloc(256)
  length = 0

  /** `values` in canonical form, of weights the hex digits; in the order of `parts`. */
  write(parts: readonly KeyPart[], values: readonly (string | null)[]): void {
    this.length = 0
    for (let at = 0; at < parts.length; at++) this.part(parts[at] as KeyPart, values[at] as string | null, at === parts.length - 1)
  }

  /** A key behind all others, for a row whose key nobody knows yet; its order among those is `number`, below 2^40. */
  writeLast(number: number): void {
    this.length = this.bytes.writeUInt8(0xff, 0)
    this.length = this.bytes.writeUIntBE(number, this.length, 5)
  }

  private part({ kind, nullable }: KeyPart, value: string | null, last: boolean): void {
    this.reserve((value?.length ?? 0) * 6 + 8)
    if (nullable) this.bytes[this.length++] = value === null ? 0 : 1
    if (value === null) return
    if (kind === 'number') this.number(value)
    else if (kind === 'weights') this.weights(value, last)
    else this.text(value, last)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.alloc((this.length + more) * 2)
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }

  private number(value: string): void {
    const negative = value.charCodeAt(0) === MINUS
    const flip = negative ? 0xff : 0
    const start = negative ? 1 : 0
    const head = this.length++
    let whole = 0
    for (let at = start; at < value.length; at++) {
      const code = value.charCodeAt(at)
      if (code === POINT) whole = at - start
      else this.bytes[this.length++] = code ^ flip
    }
    if (whole === 0) whole = value.length - start
    this.bytes[head] = negative ? 0x7f - whole : 0x80 + whole
    this.bytes[this.length++] = flip
  }

  private weights(hex: string, last: boolean): void {
    for (let at = 0; at < hex.length; at += 2) this.put((hexDigit(hex.charCodeAt(at)) << 4) | hexDigit(hex.charCodeAt(at + 1)), last)
    this.end(last)
  }

  private text(value: string, last: boolean): void {
    if (last) {
      this.length += this.bytes.write(value, this.length)
      return
    }
    for (const byte of Buffer.from(value)) this.put(byte, last)
    this.end(last)
  }

  private put(byte: number, last: boolean): void {
    this.bytes[this.length++] = byte
    if (byte === 0 && !last) this.bytes[this.length++] = 0xff
  }

  private end(last: boolean): void {
    if (last) return
    this.bytes[this.length++] = 0
    this.bytes[this.length++] = 0
  }
}
