export type RefusalParams = Readonly<Record<string, string | number>>

/** Half of a character, as a text that was cut ends with one, is no JSON to MySQL: what cannot be kept would never be settled. */
export const wellFormed = (params: RefusalParams): RefusalParams =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value]))

/**
 * An expected "no": a stable code (message key `problems.<code>`), the HTTP status it has at the API, the values that
 * its message names, and the field it is about. Services return it; a worker's step throws it inside a RunFailure.
 */
export class Refusal {
  readonly code: string
  readonly status: number
  readonly params: RefusalParams
  /** Path of the field in the request, e.g. `window.from`. */
  readonly path: string | undefined

  constructor(code: string, status: number, params: RefusalParams = {}, path?: string) {
    this.code = code
    this.status = status
    this.params = wellFormed(params)
    this.path = path
  }
}

export const refuse = (code: string, status: number, params: RefusalParams = {}, path?: string): Refusal => new Refusal(code, status, params, path)

/** Ends a run as failed, at once and without another attempt: the reason is known and a repeat would not help. */
export class RunFailure extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`${refusal.code} ${JSON.stringify(refusal.params)}`, options)
    this.name = 'RunFailure'
    this.refusal = refusal
  }
}

/** Ends a run as failed because nobody can tell what became of its work outside of the console: whoever asks for its end meanwhile hears that, too. */
export class OutcomeUnknown extends RunFailure {}
