import { hash } from 'node:crypto'

type Values = readonly (string | null)[]

/** Bytes of a digest. */
export const DIGEST_BYTES = 8

const digestOf = (values: Values): Buffer => hash('sha256', JSON.stringify(values), 'buffer').subarray(0, DIGEST_BYTES)

/** First 8 bytes of SHA-256 over the JSON array of a row's canonical key values, in the order of the key's columns. */
export const keyDigest = (values: Values): Uint8Array => digestOf(values)

/** First 8 bytes of SHA-256 over the JSON array of a row's canonical values of all exported columns, in the table's order. */
export const rowDigest = (values: Values): Uint8Array => digestOf(values)
