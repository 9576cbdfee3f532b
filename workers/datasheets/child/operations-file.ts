import { closeSync, openSync } from 'node:fs'
import { TableDigest } from '#core/datasheets/diff/digest.ts'
import { type KeptOperation, type OperationKind, operationLine } from '#core/datasheets/operation.ts'
import { writeAll } from '#workers/datasheets/child/spill.ts'

const flushChars = 1 << 18

/** The operations of one table as they are kept: a line each, in the order of the keys; counted, and their digest taken. */
export class OperationsFile {
  readonly counts: Record<OperationKind, number> = { insert: 0, update: 0, delete: 0 }
  private readonly file: number
  private readonly sum = new TableDigest()
  private pending = ''

  constructor(path: string) {
    this.file = openSync(path, 'wx', 0o600)
  }

  add(operation: KeptOperation): void {
    this.counts[operation.op]++
    this.sum.add(operation)
    const { same, at, renamed } = operation
    // The beginning is the line that the digest is taken of; what is kept beside it follows.
    const beside = JSON.stringify({ same, at, renamed })
    this.pending += `${operationLine(operation).slice(0, -1)}${beside === '{}' ? '}' : `,${beside.slice(1)}`}\n`
    if (this.pending.length > flushChars) this.flush()
  }

  /** Closes the file; the digest, hex. */
  end(): string {
    this.flush()
    closeSync(this.file)
    return this.sum.hex()
  }

  private flush(): void {
    writeAll(this.file, Buffer.from(this.pending))
    this.pending = ''
  }
}
