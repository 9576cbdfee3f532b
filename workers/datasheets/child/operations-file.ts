import { TableDigest } from '#core/datasheets/diff/digest.ts'
import { type KeptOperation, type OperationKind, operationLine } from '#core/datasheets/operation.ts'
import { LinesFile } from '#workers/datasheets/child/lines-file.ts'

/** The operations of one table as they are kept: a line each, in the order of the keys; counted, and their digest taken. */
export class OperationsFile {
  readonly counts: Record<OperationKind, number> = { insert: 0, update: 0, delete: 0 }
  private readonly lines: LinesFile
  private readonly sum = new TableDigest()

  constructor(path: string) {
    this.lines = new LinesFile(path)
  }

  add(operation: KeptOperation): void {
    this.counts[operation.op]++
    this.sum.add(operation)
    const { same, at, renamed } = operation
    // The beginning is the line that the digest is taken of; what is kept beside it follows.
    const beside = JSON.stringify({ same, at, renamed })
    this.lines.add(`${operationLine(operation).slice(0, -1)}${beside === '{}' ? '}' : `,${beside.slice(1)}`}`)
  }

  /** Closes the file; the digest, hex. */
  end(): string {
    this.lines.end()
    return this.sum.hex()
  }
}
