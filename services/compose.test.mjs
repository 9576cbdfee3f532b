import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

// No engine runs where the tests do, so compose.yaml is read and held against what it refers to.
const compose = parse(readFileSync(new URL('../compose.yaml', import.meta.url), 'utf8'), { merge: true })
const services = Object.entries(compose.services)
const known = new Set([...readFileSync(new URL('../server/env.ts', import.meta.url), 'utf8').matchAll(/^ {2}([A-Z_]+): z/gm)].map(([, name]) => name))

test('the servers are those that are supported', () => {
  expect(compose.services.mysql.image).toBe('mysql:8.4')
  expect(compose.services.redis.image).toBe('redis:7')
  expect(compose.services.opensearch.image).toMatch(/^opensearchproject\/opensearch:\$\{OPENSEARCH_TAG:-2\.19\.\d+\}$/)
  expect(compose.services.redis.command.join(' ')).toContain('--maxmemory-policy noeviction')
})

test.each(services)('%s names only services and volumes that exist', (_name, service) => {
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    expect(compose.services).toHaveProperty(other)
    if (condition === 'service_healthy') expect(compose.services[other].healthcheck?.test, other).toBeDefined()
  }
  for (const [volume] of (service.volumes ?? []).map((text) => text.split(':'))) if (!volume.startsWith('.')) expect(compose.volumes).toHaveProperty(volume)
})

test.each(services)('%s publishes on loopback unless it is told otherwise', (_name, service) => {
  for (const port of service.ports ?? []) expect(port).toMatch(/^(127\.0\.0\.1|\$\{CONSOLE_ADDRESS:-127\.0\.0\.1\}):/)
})

test.each(['console', 'worker', 'migrate'])('%s runs in production mode with settings that the program knows', (name) => {
  const { environment, profiles } = compose.services[name]
  expect(environment.QUARTERDECK_MODE).toBe('production')
  expect(profiles).toEqual(['console'])
  for (const variable of Object.keys(environment)) expect(['DATABASE_ADMIN_URL', 'QUARTERDECK_LOCAL_TOKEN', ...known]).toContain(variable)
  for (const secret of ['QUARTERDECK_SECRET', 'PUBLIC_URL']) expect(environment[secret]).toMatch(/^\$\{[A-Z_]+:\?/)
})

test('only the migration has the administrator of the database', () => {
  const having = services.filter(([, { environment }]) => JSON.stringify(environment ?? {}).includes('MYSQL_ROOT_PASSWORD')).map(([name]) => name)
  expect(having.sort()).toEqual(['migrate', 'mysql'])
})

test('the worker is started as workers/memory.json says', () => {
  const memory = JSON.parse(readFileSync(new URL('../workers/memory.json', import.meta.url), 'utf8'))
  const env = Object.entries(memory.env).map(([name, value]) => `${name}=${value}`)
  expect(compose.services.worker.command).toEqual(['env', ...env, 'node', ...memory.flags, '--conditions=react-server', 'workers/main.ts'])
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  expect(readme).toContain([...env, 'node', ...memory.flags, '--conditions=react-server', 'workers/main.ts'].join(' '))
})
