import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPassword } from './account.ts'
import { expect, test } from './fixtures.ts'
import { say } from './words.ts'

// Numbers are those of docs/guides/security.md.

test.describe('50: no way around sign-in', () => {
  test.use({ storageState: { cookies: [], origins: [] } })

  const inside = ['/runs', '/sources', '/tokens', '/retention', '/sample']
  const tricks: { name: string; headers?: Record<string, string>; path?: (path: string) => string }[] = [
    { name: 'x-middleware-subrequest', headers: { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' } },
    { name: 'the same, as if in src', headers: { 'x-middleware-subrequest': 'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware' } },
    { name: 'a server component request', headers: { rsc: '1' } },
    { name: 'a prefetch', headers: { rsc: '1', 'next-router-prefetch': '1' } },
    { name: 'a segment prefetch', headers: { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' } },
    { name: '_rsc', headers: { rsc: '1' }, path: (path) => `${path}?_rsc=1a2b3` },
    { name: '.rsc', path: (path) => `${path}.rsc` },
    { name: 'a segment file', path: (path) => `${path}.segments/_tree.segment.rsc` },
    { name: 'a double slash', path: (path) => `/${path}` },
    { name: '%2f', path: (path) => `/%2f${path.slice(1)}` },
    { name: 'a semicolon', path: (path) => `${path};x=1` },
    { name: 'dots', path: (path) => `/sign-in/..${path}` },
    { name: 'an override of the address', headers: { 'x-original-url': '/sign-in', 'x-rewrite-url': '/sign-in', 'x-path': '/sign-in' } },
  ]
  for (const { name, headers = {}, path = (same: string) => same } of tricks)
    test(name, async ({ request, baseURL }) => {
      for (const page of inside) {
        const answer = await request.get(`${baseURL}${path(page)}`, { headers, maxRedirects: 0 })
        const body = await answer.text()
        expect([200, 307, 308, 400, 404], `${page} ${answer.status()}`).toContain(answer.status())
        // A page that streams answers 200 and redirects inside; either way nothing of the console is in it.
        if (answer.status() === 200) expect(body).toMatch(/NEXT_REDIRECT|sign-in|"_tree"|\$Sreact/)
        if (answer.status() === 307) expect(answer.headers().location).toMatch(/\/sign-in|\/runs|\/sources|\/tokens|\/retention|\/sample/)
        expect(body, page).not.toContain('quarterdeck.local')
        expect(body, page).not.toContain('"createdBy"')
      }
    })

  test('the API answers 401 to all of them', async ({ request, baseURL }) => {
    // A request for components without its _rsc parameter is first sent to the address with it.
    for (const { headers = {} } of tricks) expect((await request.get(`${baseURL}/api/v1/runs`, { headers })).status()).toBe(401)
    for (const path of ['//api/v1/runs', '/api//v1/runs', '/api/v1/runs/', '/api%2fv1/runs', '/api/v1/runs;x', '/api/v1/./runs'])
      expect([308, 400, 401, 404], path).toContain((await request.get(`${baseURL}${path}`, { maxRedirects: 0 })).status())
  })
})

test('59: markup in what people and players are called is text', async ({ page, request, baseURL, w }) => {
  const name = `<img src=x onerror="document.title='broken in'"> ${randomUUID().slice(0, 8)}`
  const headers = { origin: baseURL ?? '', 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() }
  const made = await request.post(`${baseURL}/api/v1/sources`, { headers, data: { name, url: 'http://127.0.0.1:9', prefix: 'ds-logs-live-' } })
  expect(made.status()).toBe(201)
  await page.goto('/sources')
  await expect(page.getByText(name).first()).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: w.gamelog.title })).toBeVisible()
  await expect(page).not.toHaveTitle('broken in')
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
  await page.goto(`/runs?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('heading', { level: 1, name: w.runs.title })).toBeVisible()
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
  await page.goto('/retention/new')
  await expect(page.getByRole('heading', { level: 1, name: w.retention.new })).toBeVisible()
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
  const data = { name, kind: 'test', url: 'mysql://reader@127.0.0.1:1/game' }
  const environment = await request.post(`${baseURL}/api/v1/environments`, { headers: { ...headers, 'idempotency-key': randomUUID() }, data })
  expect(environment.status()).toBe(201)
  const { id: environmentId } = (await environment.json()) as { id: string }
  await page.goto(`/environments?open=${environmentId}`)
  await expect(page.getByRole('dialog', { name })).toBeVisible()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say(w.records.testName, { name }) })
    .click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say(w.records.removeName, { name }) })
    .click()
  await expect(
    page
      .getByRole('dialog')
      .filter({ hasText: say(w.environments.removeTitle, { name }) })
      .last(),
  ).toBeVisible()
  await expect(page).not.toHaveTitle('broken in')
  await expect(page.locator('img[src="x"]')).toHaveCount(0)
  const { id } = (await made.json()) as { id: string }
  const proved = await request.post(`${baseURL}/api/v1/me/proof`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    data: { password: ownPassword },
  })
  expect(proved.status()).toBe(204)
  await request.delete(`${baseURL}/api/v1/environments/${environmentId}`, { headers: { ...headers, 'idempotency-key': randomUUID() } })
  await request.delete(`${baseURL}/api/v1/sources/${id}`, { headers: { ...headers, 'idempotency-key': randomUUID() } })
})

test('62: a large body through the whole server is refused and never cut', async ({ request, baseURL }) => {
  const headers = { origin: baseURL ?? '', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  const answer = await request.post(`${baseURL}/api/v1/sources`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    data: Buffer.alloc(11 * 1024 * 1024, 32),
  })
  expect(answer.status()).toBe(413)
})

test('63: nothing of the server is in what browsers fetch, and error pages say nothing of the inside', async ({ request, baseURL }) => {
  const folder = join('.next', 'static')
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|css|json|map)$/.test(file))
  expect(scripts.length).toBeGreaterThan(10)
  expect(scripts.filter((file) => file.endsWith('.map'))).toEqual([])
  for (const file of scripts) {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const secret of [
      'QUARTERDECK_SECRET',
      'DATABASE_URL',
      'REDIS_URL',
      'argon2',
      'BEGIN PRIVATE KEY',
      'PrismaClient',
      process.env.E2E_PASSWORD || 'argon2',
    ])
      expect(text.includes(secret), `${file}: ${secret}`).toBe(false)
  }
  for (const path of ['/nothing-here', '/runs/999999999', '/api/v1/nothing', '/api/v1/runs/%00', '/%E0%A4%A'])
    expect(await (await request.get(`${baseURL}${path}`)).text(), path).not.toMatch(/node_modules\/|\bat \w+ \(|mysql:\/\/\w+:[^@"\s]{16,}@|\.ts:\d+/)
})
