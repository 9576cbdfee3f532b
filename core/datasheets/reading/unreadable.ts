import { type Refusal, type RefusalParams, refuse } from '#core/shared/refusal.ts'

/** A file that is refused while it is read: the reason is known, has a text in both languages, and a repeat would not help. */
export class Unreadable extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.params)}`)
    this.name = 'Unreadable'
    this.refusal = refusal
  }
}

/** The code is the key of its message, `problems.<code>`. */
export const unreadable = (code: string, params: RefusalParams = {}, status = 422): Unreadable => new Unreadable(refuse(code, status, params))

/** What a part of the file holds is against its own format. `what` is a few characters of it, `at` the place in the part, counted in characters from 1. */
export const broken = (part: string, at: number, what: string): Unreadable => unreadable('datasheet_broken', { part, at, what: what.slice(0, 80) })
