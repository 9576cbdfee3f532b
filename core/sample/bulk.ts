/** One item of a bulk answer, cut to what is judged. */
export type BulkItem = { status: number; error?: { type?: string | undefined; reason?: string | null | undefined } | undefined }

/** What to do after a bulk answer: write the items at `retry` (positions in the request) again, or give up for `failure`. */
export type BulkVerdict = { retry: number[]; failure: { status: number; reason: string } | null }

/** 429 means that the cluster had no room for the item just now; any other error will not go away by itself. */
export function judgeBulk(items: readonly BulkItem[]): BulkVerdict {
  const retry: number[] = []
  for (const [position, { status, error }] of items.entries()) {
    if (status === 429) retry.push(position)
    else if (status >= 300 || error) return { retry: [], failure: { status, reason: `${error?.type ?? 'unknown'}: ${error?.reason ?? ''}` } }
  }
  return { retry, failure: null }
}

/** Waits before the first, second, ... repetition, milliseconds; after the last one the load gives up. */
export const bulkWaitsMs: readonly number[] = [250, 500, 1_000, 2_000, 4_000, 8_000]

/** Cuts texts into requests of at most `capBytes` (an item larger than that goes alone). Bytes are counted in UTF-8. */
export function* requestsOf(lines: Iterable<string>, capBytes: number): Generator<string[]> {
  let batch: string[] = []
  let bytes = 0
  for (const line of lines) {
    const size = Buffer.byteLength(line)
    if (batch.length > 0 && bytes + size > capBytes) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(line)
    bytes += size
  }
  if (batch.length > 0) yield batch
}
