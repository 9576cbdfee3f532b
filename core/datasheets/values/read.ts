import type { ValueError, ValueWarning } from './codes.ts'

/** What a message names. */
export type Params = Readonly<Record<string, string | number>>

/** The cell is no value of its column. */
export type ReadProblem = { readonly problem: ValueError; readonly params: Params }
/** The cell is a value, and there is something to say about it. */
export type ReadWarned = { readonly value: string | null; readonly warning: ValueWarning; readonly params: Params }
/** The server is to choose: an expression, or the next number of an AUTO_INCREMENT column. */
export type ReadDefault = { readonly default: true }

/** What a cell is in its column: the canonical text, NULL, or one of the cases above. Texts are the rule, so that a million cells cost no objects. */
export type Read = string | null | ReadProblem | ReadWarned | ReadDefault

export const serverDefault: ReadDefault = { default: true }

const none: Params = {}
export const problem = (code: ValueError, params: Params = none): ReadProblem => ({ problem: code, params })
export const warned = (value: string | null, warning: ValueWarning, params: Params = none): ReadWarned => ({ value, warning, params })

export const isProblem = (read: Read): read is ReadProblem => typeof read === 'object' && read !== null && 'problem' in read
export const isWarned = (read: Read): read is ReadWarned => typeof read === 'object' && read !== null && 'warning' in read
export const isServerDefault = (read: Read): read is ReadDefault => typeof read === 'object' && read !== null && 'default' in read
