import 'server-only'
import { createHash } from 'node:crypto'

/** SHA-256, hex, of where a game database is: its host, port and name. Another account or password leads to the same place. */
export function addressDigest(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return createHash('sha256')
    .update(JSON.stringify([hostname, port, pathname]))
    .digest('hex')
}
