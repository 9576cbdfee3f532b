import type { LogEvent } from '#core/retention/oracle.ts'
import type { SearchClient } from '#server/search/client.ts'

/** How a game may have mapped its logs. */
export type LogShape = { body: 'nested' | 'object'; text: 'keyword' | 'text+keyword'; suffix: string; shards?: number }

const dynamicKeyword = { strings: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }

/** Mappings of one index of logs. */
export function mappingsOf(shape: LogShape): object {
  return {
    ...(shape.text === 'keyword' ? { dynamic_templates: [dynamicKeyword] } : {}),
    properties: { '@timestamp': { type: 'date' }, body: { type: shape.body } },
  }
}

/** An event as the game would write it. */
export const documentOf = ({ family, at, uid, account, country, body }: LogEvent): object => ({
  '@timestamp': new Date(at).toISOString(),
  type: family,
  ...(uid === null ? {} : { uid }),
  ...(account ? { auth: { id: account } } : {}),
  ...(country ? { country } : {}),
  ...(body === undefined ? {} : { body }),
})

const BULK_DOCUMENTS = 5_000

/** Indices for every family of the events, of one shard each unless the shape says more, filled and visible; those that are there already are added to. */
export async function writeLogs(
  client: SearchClient,
  prefix: string,
  shape: LogShape,
  events: readonly LogEvent[],
  indexNames: (event: LogEvent) => string = (event) => `${prefix}${event.family}${shape.suffix}`,
): Promise<void> {
  const names = [...new Set(events.map(indexNames))]
  const settings = { number_of_shards: shape.shards ?? 1, number_of_replicas: 0, refresh_interval: '-1' }
  for (const index of names) {
    const made = await client.transport.request({ method: 'PUT', path: `/${index}`, body: { settings, mappings: mappingsOf(shape) } }, { ignore: [400] })
    if (made.statusCode === 400 && made.body.error?.type !== 'resource_already_exists_exception') throw new Error(JSON.stringify(made.body))
  }
  for (let i = 0; i < events.length; i += BULK_DOCUMENTS) {
    const lines = events
      .slice(i, i + BULK_DOCUMENTS)
      .flatMap((event) => [JSON.stringify({ index: { _index: indexNames(event) } }), JSON.stringify(documentOf(event))])
    const answer = await client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: `${lines.join('\n')}\n` })
    if (answer.body.errors)
      throw new Error(`bulk was refused: ${JSON.stringify(answer.body.items.find((item: { index: { error?: unknown } }) => item.index.error))}`)
  }
  await client.transport.request({ method: 'POST', path: `/${prefix}*/_refresh` })
}

export async function deleteLogs(client: SearchClient, prefix: string): Promise<void> {
  await client.transport.request({ method: 'DELETE', path: `/${prefix}*` })
}
