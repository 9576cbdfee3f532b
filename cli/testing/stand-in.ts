import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Run, run } from '#features/runs/schema.ts'

type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: unknown }
type Answer = (request: Seen, response: ServerResponse) => unknown
export type Console = { url: string; seen: Seen[]; asked: (key: string) => Seen[] }

/** Each call is a process of its own: on a busy machine that takes its time. */
export const patience = { testTimeout: 30_000 }

const open: (() => void)[] = []
/** Closes the consoles and removes the directories of a test: for afterEach. */
export function tidy(): void {
  for (const close of open.splice(0)) close()
}

/**
 * A console by contract: a real HTTP server on a loopback port that answers `METHOD /path` with what the test gives, in
 * the shapes of the features. A function gets the request and answers itself, or returns the body.
 */
export async function startConsole(answers: Record<string, unknown>): Promise<Console> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const asked = {
      method: request.method ?? '',
      path: url.pathname.replace('/api/v1', ''),
      headers: request.headers,
      // What is no JSON is the text of a file.
      body: text && request.headers['content-type'] === 'application/json' ? JSON.parse(text) : text || undefined,
    }
    seen.push(asked)
    const answer = answers[`${asked.method} ${asked.path}`]
    if (answer === undefined) return refuse(response, 404, 'not_found')
    const body = typeof answer === 'function' ? await (answer as Answer)(asked, response) : answer
    if (!response.headersSent && body !== undefined) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, asked: (key) => seen.filter((one) => `${one.method} ${one.path}` === key) }
}

export function refuse(response: ServerResponse, status: number, code: string, errors?: unknown): undefined {
  const body = { type: `urn:quarterdeck:problem:${code}`, title: `title of ${code}`, status, detail: `detail of ${code}`, code, errors, requestId: 'r-1' }
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body))
}

/** Opens an event stream and gives the way to send events; ending the response is up to the test. */
export function stream(response: ServerResponse): (id: number, data: Run) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  return (id, data) => void response.write(`id: ${id}\nevent: run\ndata: ${JSON.stringify(data)}\n\n`)
}

/** A snapshot of run 7 that the schema has checked. */
export function snapshot(change: Partial<Run> = {}): Run {
  const at = '2026-03-01T00:00:00.000Z'
  const whole = {
    id: '7',
    kind: 'sample.load',
    title: {},
    state: 'queued',
    stages: ['generate', 'verify'],
    stage: null,
    done: 0,
    total: null,
    rate: null,
    etaMs: null,
  }
  const rest = { worker: null, attempt: 1, error: null, result: null, createdBy: { id: 'u1', name: 'Kim' }, createdAt: at, startedAt: null, finishedAt: null }
  return run.parse({ ...whole, ...rest, updatedAt: at, revision: 1, ...change })
}

export function temporaryDirectory(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'qd-test-'))
  open.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type Outcome = { code: number | null; stdout: string; stderr: string }
type Given = { url?: string; token?: string; lang?: string; env?: Record<string, string>; started?: (interrupt: () => void) => void }

const launcher = fileURLToPath(new URL('../qd.mjs', import.meta.url))

/** Runs the real command line as a process of its own, with nothing of this machine's settings. */
export function qd(words: string[], { url, token = 'qd_test', lang = 'C.UTF-8', env = {}, started }: Given = {}): Promise<Outcome> {
  const address: Record<string, string> = url === undefined ? {} : { QD_URL: url, QD_TOKEN: token }
  const state = env.QUARTERDECK_STATE_DIR ?? temporaryDirectory()
  const variables = { NODE_ENV: 'test' as const, LANG: lang, ...address, ...env, QUARTERDECK_STATE_DIR: state }
  const child = spawn(process.execPath, [launcher, ...words], { env: variables })
  started?.(() => void child.kill('SIGINT'))
  const outcome: Outcome = { code: null, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    outcome.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    outcome.stderr += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...outcome, code })))
}
