import { type CellChange, type KeptOperation, type Operation, type OperationKind, operationLine } from '#core/datasheets/operation.ts'

type Values = Readonly<Record<string, string | null>>

// Between quotes no quote stands by itself: these bytes can only be the end of the cells and the beginning of what stays.
const sameMark = Buffer.from('},"same":{')
const LF = 10
/** The letter that tells `{"op":"update"` from the others. */
const opAt = 7
const U = 117

/** An operation of a plan that leaves what the row keeps where it is, as bytes, until somebody asks: most of a line is that, and few ever need it. */
export class PlanOperation implements KeptOperation {
  readonly op: OperationKind
  readonly key: Values
  readonly cells: Readonly<Record<string, CellChange>>
  readonly bytes: Buffer
  /** Where the object of what stays begins, and the line ends. */
  readonly sameAt: number
  private readonly end: number

  constructor({ op, key, cells }: Operation, bytes: Buffer, sameAt: number, end: number) {
    this.op = op
    this.key = key
    this.cells = cells
    this.bytes = bytes
    this.sameAt = sameAt
    this.end = end
  }

  get same(): Values {
    const { same } = JSON.parse(`{"same":${this.bytes.toString('utf8', this.sameAt, this.end)}`) as { same: Values }
    return same
  }
}

export type PlanLines = { operations: readonly KeptOperation[] /** What the table's digest is made of. */; digested: Buffer }

/** The operations of a block of a plan, whose lines stand in `bytes` with LF between them. @throws SyntaxError for what is no JSON */
export function planLines(bytes: Buffer): PlanLines {
  const operations: KeptOperation[] = []
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LF, from)
    const end = found < 0 ? bytes.length : found
    const mark = bytes[from + opAt] === U ? bytes.indexOf(sameMark, from) : -1
    if (mark >= 0 && mark < end) {
      // A plan's lines are checked when they are kept, and by the digest.
      const head = JSON.parse(`${bytes.toString('utf8', from, mark + 1)}}`) as Operation
      operations.push(new PlanOperation(head, bytes, mark + sameMark.length - 1, end))
      parts.push(bytes.subarray(from, mark + 1), closing)
    } else {
      const whole = JSON.parse(bytes.toString('utf8', from, end)) as KeptOperation
      operations.push(whole)
      parts.push(Buffer.from(`${operationLine(whole)}\n`))
    }
    from = end + 1
  }
  return { operations, digested: Buffer.concat(parts) }
}

const closing = Buffer.from('}\n')
