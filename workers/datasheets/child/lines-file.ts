import { closeSync, openSync } from 'node:fs'
import { writeAll } from '#workers/datasheets/child/spill.ts'

const flushChars = 1 << 18

/** A new file of lines, written in pieces. */
export class LinesFile {
  private readonly file: number
  private pending = ''

  constructor(path: string) {
    this.file = openSync(path, 'wx', 0o600)
  }

  add(line: string): void {
    this.pending += `${line}\n`
    if (this.pending.length > flushChars) this.flush()
  }

  end(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    writeAll(this.file, Buffer.from(this.pending))
    this.pending = ''
  }
}
