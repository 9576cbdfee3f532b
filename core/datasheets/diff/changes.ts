import type { OperationKind } from '#core/datasheets/operation.ts'

const kinds: readonly OperationKind[] = ['insert', 'update', 'delete']
const firstRows = 1_024
/** Bytes of a key that are compared as numbers before its bytes are. */
const HEAD = 6

/** One changed row: `row` of the sheets (-1: none) and where the database's record begins (-1: none), in words. */
export type Change = { kind: OperationKind; row: number; before: number }

/** What a table's diff found, with the keys by which it is put in order. */
export class Changes {
  size = 0
  private kindOf = new Uint8Array(firstRows)
  private rows = new Int32Array(firstRows)
  private befores = new Float64Array(firstRows)
  private keyAt = new Float64Array(firstRows + 1)
  private keys: Buffer = Buffer.alloc(firstRows * 16)

  add({ kind, row, before }: Change, key: Uint8Array): void {
    const at = this.size++
    if (at === this.kindOf.length) this.grow()
    const from = this.keyAt[at] as number
    if (from + key.length > this.keys.length) {
      const larger = Buffer.alloc(Math.max(this.keys.length * 2, from + key.length))
      larger.set(this.keys)
      this.keys = larger
    }
    this.keys.set(key, from)
    this.keyAt[at + 1] = from + key.length
    this.kindOf[at] = kinds.indexOf(kind)
    this.rows[at] = row
    this.befores[at] = before
  }

  at(index: number): Change {
    return { kind: kinds[this.kindOf[index] as number] as OperationKind, row: this.rows[index] as number, before: this.befores[index] as number }
  }

  /** Whether two changes have the same key, which two rows of one table can only have when it is no key of theirs. */
  sameKey(a: number, b: number): boolean {
    return this.compare(a, b) === 0
  }

  /** Numbers of the changes in the order of their keys; of two equal keys the one that was added first comes first. */
  order(): Uint32Array {
    const order = Uint32Array.from({ length: this.size }, (_, at) => at)
    const heads = new Float64Array(this.size)
    for (let at = 0; at < this.size; at++) heads[at] = this.headOf(at)
    return order.sort((a, b) => (heads[a] as number) - (heads[b] as number) || this.compare(a, b) || a - b)
  }

  /** The first bytes of a key as a number: where two differ, so do the keys, in the same direction. */
  private headOf(at: number): number {
    const from = this.keyAt[at] as number
    const length = Math.min(HEAD, (this.keyAt[at + 1] as number) - from)
    return length === 0 ? 0 : this.keys.readUIntBE(from, length) * 256 ** (HEAD - length)
  }

  private compare(a: number, b: number): number {
    return this.keys.compare(this.keys, this.keyAt[b], this.keyAt[b + 1], this.keyAt[a], this.keyAt[a + 1])
  }

  private grow(): void {
    const length = this.size * 2
    const copy = <T extends Uint8Array | Int32Array | Float64Array>(into: T, from: T): T => {
      into.set(from)
      return into
    }
    this.kindOf = copy(new Uint8Array(length), this.kindOf)
    this.rows = copy(new Int32Array(length), this.rows)
    this.befores = copy(new Float64Array(length), this.befores)
    this.keyAt = copy(new Float64Array(length + 1), this.keyAt)
  }
}
