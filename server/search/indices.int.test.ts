import { afterAll, describe, expect, it } from 'vitest'
import { RunFailure } from '#core/shared/refusal.ts'
import { openSearch } from '#server/search/client.ts'
import { executor } from '#server/search/execute.ts'
import { sourceIndices } from '#server/search/indices.ts'
import { preflight } from '#server/search/preflight.ts'
import { faultyProxy } from '#server/search/testing/faulty-proxy.ts'

const url = process.env.OPENSEARCH_URL ?? ''
const root = `indices-${process.pid}`
const client = openSearch({ url })
const ask = (method: string, path: string, body?: object) => client.transport.request(body ? { method, path, body } : { method, path })
const settings = { number_of_shards: 1, number_of_replicas: 0 }

afterAll(async () => {
  await ask('DELETE', `/_data_stream/${root}*`)
  await ask('DELETE', `/_index_template/${root}`)
  await ask('DELETE', `/${root}*,archive-${root}*`)
  await client.close()
})

/** Makes indices of any name, reached through aliases. */
async function behind(aliases: Record<string, string>): Promise<void> {
  for (const [index, alias] of Object.entries(aliases)) {
    await ask('PUT', `/${index}`, {
      settings,
      mappings: { properties: { uid: { type: 'keyword' }, '@timestamp': { type: 'date' } } },
      aliases: { [alias]: {} },
    })
  }
}

const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof RunFailure ? { code: error.refusal.code, ...error.refusal.params } : error),
  )

describe('a closed index of another name', () => {
  it('is found behind an alias, and named with it', async () => {
    const prefix = `${root}-a-`
    const [open, closed] = [`archive-${root}-1`, `archive-${root}-2`]
    await behind({ [open]: `${prefix}login_comp`, [closed]: `${prefix}login_comp` })
    expect(await preflight(client, { prefix })).toMatchObject({ indices: [{ name: open }, { name: closed }], documents: 0, horizon: null, newest: null })
    await ask('POST', `/${closed}/_close`)
    expect(await refusalOf(preflight(client, { prefix }))).toEqual({ code: 'source_index_closed', indices: `${closed} (${prefix}login_comp)` })
  })

  it('is found behind a data stream', async () => {
    const prefix = `${root}-b-`
    await ask('PUT', `/_index_template/${root}`, { index_patterns: [`${prefix}*`], data_stream: {}, template: { settings } })
    await ask('PUT', `/_data_stream/${prefix}login_comp`)
    await ask('POST', `/${prefix}login_comp/_rollover`)
    const first = `.ds-${prefix}login_comp-000001`
    await ask('POST', `/${first}/_close`)
    expect(await refusalOf(preflight(client, { prefix }))).toEqual({ code: 'source_index_closed', indices: `${first} (${prefix}login_comp)` })
  })

  it('is found among more of them than one address can name', async () => {
    const prefix = `${root}-c-`
    const names = Array.from({ length: 30 }, (_, i) => `archive-${root}-c-${'x'.repeat(150)}-${i}`)
    await behind(Object.fromEntries(names.map((name) => [name, `${prefix}login_comp`])))
    await ask('POST', `/${names[29]}/_close`)
    expect(await refusalOf(preflight(client, { prefix }))).toMatchObject({ code: 'source_index_closed' })
  })

  it('is not in the way of a source that it does not belong to, nor of an account that may not ask for it', async () => {
    const prefix = `${root}-d-`
    const [mine, other] = [`archive-${root}-d1`, `archive-${root}-d2`]
    await behind({ [mine]: `${prefix}login_comp`, [other]: `${prefix}live-login_comp` })
    await ask('POST', `/${other}/_close`)
    expect(await refusalOf(preflight(client, { prefix }))).toBeNull()
    await ask('POST', `/${mine}/_close`)
    const proxy = await faultyProxy(url)
    proxy.decide = ({ path }) => (path.startsWith(`/_resolve/index/archive-`) ? { answer: 403, body: { error: { type: 'security_exception' } } } : null)
    const asking = openSearch({ url: proxy.url })
    expect([...(await sourceIndices(executor(asking), prefix)).brought.keys()]).toEqual([mine])
    await asking.close()
    await proxy.close()
  })
})
