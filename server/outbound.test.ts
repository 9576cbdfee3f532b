import { Agent, type AgentOptions, get } from 'node:http'
import { createServer, type Server } from 'node:net'
import { errors } from '@opensearch-project/opensearch'
import { afterEach, describe, expect, it } from 'vitest'
import { connectGuarded, forbiddenHostOf, guarded, leadsToForbidden } from '#server/outbound.ts'
import { judge } from '#server/search/errors.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A name server that says what its owner likes, and something else a moment later. */
const answering = (...answers: string[][]) => {
  let asked = 0
  return guarded((_host, _options, done) => {
    const found = answers[Math.min(asked++, answers.length - 1)] ?? []
    done(
      null,
      found.map((address) => ({ address, family: 4 })),
    )
  })
}

const outcome = (host: string, port: number, through = answering(['127.0.0.1'])) =>
  new Promise<string>((resolve) => {
    const socket = connectGuarded(host, port, through)
    socket.once('error', (error) => resolve(error.message))
    socket.once('connect', () => {
      resolve(`connected to ${socket.remoteAddress}`)
      socket.destroy()
    })
  })

async function listen(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as { port: number }).port
}

describe('57: addresses that lead to what nobody may ask', () => {
  it.each(['169.254.169.254', '0xa9fea9fe', '2852039166', '::ffff:169.254.169.254', 'fe80::1', 'fd00:ec2::254', '0.0.0.0'])('%s opens no socket', (host) => {
    expect(() => connectGuarded(host, 80)).toThrow(/forbidden address/)
  })

  it('a name that leads there opens no socket, whatever else it leads to', async () => {
    const through = answering(['127.0.0.1', '169.254.169.254'])
    expect(await outcome('metadata.example', await listen(), through)).toBe('forbidden address 169.254.169.254 of metadata.example')
    expect(await leadsToForbidden('metadata.example', through)).toBe(true)
  })

  it('a name that led elsewhere when it was saved is looked at again when it is connected to', async () => {
    const through = answering(['127.0.0.1'], ['169.254.169.254'])
    expect(await leadsToForbidden('rebinding.example', through)).toBe(false)
    expect(await outcome('rebinding.example', await listen(), through)).toMatch(/^forbidden address/)
  })

  it('an agent of HTTP asks the same, and what its client keeps of the error says why', async () => {
    const agent = new Agent({ lookup: answering(['169.254.169.254']) } as AgentOptions)
    const error = await new Promise<Error>((resolve) => get({ host: 'metadata.example', port: 9, agent }, () => {}).once('error', resolve))
    agent.destroy()
    expect(judge(new errors.ConnectionError(error.message))).toMatchObject({
      act: 'fail',
      failure: { refusal: { code: 'address_forbidden', params: { host: 'metadata.example' } } },
    })
  })

  it('loopback and private networks stay open', async () => {
    const port = await listen()
    expect(await outcome('cluster.internal', port)).toBe('connected to 127.0.0.1')
    expect(await outcome('127.0.0.1', port)).toBe('connected to 127.0.0.1')
    expect(await leadsToForbidden('10.0.0.1')).toBe(false)
    expect(await leadsToForbidden('localhost')).toBe(false)
  })

  it('a name that nobody knows may be saved', async () => expect(await leadsToForbidden('nobody.invalid')).toBe(false))

  it('the host is read from an error that kept its message only', () => {
    expect(forbiddenHostOf('(conn:-1, no: 1) forbidden address 169.254.169.254 of db.example')).toBe('db.example')
    expect(forbiddenHostOf('connect ECONNREFUSED')).toBeNull()
  })
})
