import type { ColumnDef } from '#core/datasheets/table.ts'
import type { GameSession } from '#server/game-database.ts'
import { paddedCollations, weightsOf } from '#workers/datasheets/child/weights.ts'

type Text = Extract<ColumnDef['type'], { kind: 'text' }>

/**
 * Asks the server what texts weigh, over a connection of its own because the snapshot's is busy. It is opened when the first text has to be weighed,
 * and stays until `close`.
 */
export class Weigher {
  private readonly url: string
  private session: Promise<GameSession> | null = null
  private readonly over = Promise.withResolvers<void>()
  private ended: Promise<void> | null = null
  private readonly padded = new Map<string, boolean>()

  constructor(url: string) {
    this.url = url
  }

  async weigh(type: Text, texts: readonly string[]): Promise<string[]> {
    if (texts.length === 0) return []
    const session = await this.open()
    let padded = this.padded.get(type.collation)
    if (padded === undefined) {
      padded = (await paddedCollations(session, [type])).has(type.collation)
      this.padded.set(type.collation, padded)
    }
    return weightsOf(session, type, padded, texts)
  }

  async close(): Promise<void> {
    this.over.resolve()
    await this.ended
  }

  private open(): Promise<GameSession> {
    if (this.session) return this.session
    const opened = Promise.withResolvers<GameSession>()
    this.session = opened.promise
    this.ended = this.hold(opened.resolve).catch((error: unknown) => opened.reject(error))
    return opened.promise
  }

  /** The driver is loaded here: most comparisons never come to it, and their files need not wait for it. */
  private async hold(opened: (session: GameSession) => void): Promise<void> {
    const { openGameDatabase } = await import('#server/game-database.ts')
    await openGameDatabase(this.url).session(async (session) => {
      opened(session)
      await this.over.promise
    })
  }
}
