/** Why a handler is asked to stop. After a cancel the run is over; after all others somebody may go on with it. */
export type Interruption = 'cancel' | 'pause' | 'shutdown' | 'closed'

/** The handler stopped because somebody asked: cancel, pause, shutdown. Not a fault. */
export class Interrupted extends Error {
  readonly why: Interruption
  constructor(why: Interruption) {
    super(why)
    this.name = 'Interrupted'
    this.why = why
  }
}
