import type { GameSession } from '#server/game-database.ts'
import { statementFault } from '#workers/datasheets/apply/statement-fault.ts'

/** So many statements wait on the connection, so that the server need not wait for the next one. */
const most = 4

/** Sends statements one behind the other and counts the rows that they touched. */
export class StatementsUnderWay {
  private readonly session: GameSession
  private readonly signal: AbortSignal
  private waiting: Promise<void>[] = []

  constructor(session: GameSession, signal: AbortSignal) {
    this.session = session
    this.signal = signal
  }

  /** @throws what the server said to this or to an earlier statement. */
  async send(table: string, sql: string, count: (rows: number) => void = () => {}): Promise<void> {
    this.signal.throwIfAborted()
    const one = this.session.execute(sql).then(count, (error: unknown) => {
      throw statementFault(error, table)
    })
    one.catch(() => {})
    this.waiting.push(one)
    if (this.waiting.length >= most) await this.waiting.shift()
  }

  async settled(): Promise<void> {
    const waiting = this.waiting
    this.waiting = []
    for (const one of waiting) await one
  }
}
