import type { Finding } from '#core/datasheets/finding.ts'
import type { FindingCount } from '#core/datasheets/result.ts'
import { LinesFile } from '#workers/datasheets/child/lines-file.ts'

/** Keeps findings in a file, a line each: the first of each code in each table, and of all others only their number. */
export class Findings {
  private readonly lines: LinesFile
  private readonly perCode: number
  private readonly counts = new Map<string, FindingCount>()

  constructor(path: string, perCode: number) {
    this.lines = new LinesFile(path)
    this.perCode = perCode
  }

  add(finding: Finding): void {
    const { table, level, code } = finding
    const group = `${table ?? ''}\u0000${level}\u0000${code}`
    const count = this.counts.get(group)
    if (count) count.count++
    else this.counts.set(group, { table, level, code, count: 1 })
    if ((count?.count ?? 1) > this.perCode) return
    this.lines.add(JSON.stringify(finding))
  }

  /** How many of a level a table has, the ones that were not kept too. */
  of(table: string, level: Finding['level']): number {
    let sum = 0
    for (const one of this.counts.values()) if (one.table === table && one.level === level) sum += one.count
    return sum
  }

  end(): FindingCount[] {
    this.lines.end()
    return [...this.counts.values()]
  }
}
