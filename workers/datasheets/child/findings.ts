import { closeSync, openSync } from 'node:fs'
import type { Finding } from '#core/datasheets/finding.ts'
import type { FindingCount } from '#core/datasheets/result.ts'
import { writeAll } from '#workers/datasheets/child/spill.ts'

const flushChars = 1 << 16

/** Keeps findings in a file, a line each: the first of each code in each table, and of all others only their number. */
export class Findings {
  private readonly file: number
  private readonly perCode: number
  private readonly counts = new Map<string, FindingCount>()
  private pending = ''

  constructor(path: string, perCode: number) {
    this.file = openSync(path, 'wx', 0o600)
    this.perCode = perCode
  }

  add(finding: Finding): void {
    const { table, level, code } = finding
    const group = `${table ?? ''}\u0000${level}\u0000${code}`
    const count = this.counts.get(group)
    if (count) count.count++
    else this.counts.set(group, { table, level, code, count: 1 })
    if ((count?.count ?? 1) > this.perCode) return
    this.pending += `${JSON.stringify(finding)}\n`
    if (this.pending.length > flushChars) this.flush()
  }

  /** How many of a level a table has, the ones that were not kept too. */
  of(table: string, level: Finding['level']): number {
    let sum = 0
    for (const one of this.counts.values()) if (one.table === table && one.level === level) sum += one.count
    return sum
  }

  end(): FindingCount[] {
    this.flush()
    closeSync(this.file)
    return [...this.counts.values()]
  }

  private flush(): void {
    writeAll(this.file, Buffer.from(this.pending))
    this.pending = ''
  }
}
