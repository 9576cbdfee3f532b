import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { findProgram } from './find-program.mjs'
import { until } from './probe.mjs'
import { killGroup } from './processes.mjs'
import { supervise, tail } from './supervise.mjs'

const VERSION = '2.19.6'
const SOURCE = join(import.meta.dirname, 'opensearch')

export const needs = [
  {
    what: 'Java 17 development kit',
    apt: ['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless', 'default-jdk-headless'],
    brew: 'openjdk@17',
    programs: [['java'], ['javac']],
  },
  { what: 'Maven', apt: ['maven'], brew: 'maven', programs: [['mvn']] },
]

/** What is needed when the jars are on this machine already: only Java to run them. */
export const needsWhenFetched = [{ ...needs[0], programs: [['java']] }]

/** OpenSearch from Maven Central, one node without TLS and sign-in on the loopback interface. */
export async function startOpensearch({ state, env, port, transportPort, note, signal, progress, onPid }) {
  const program = await fetchProgram({ state, env, signal, progress })
  const home = state.file('opensearch')
  mkdirSync(join(home, 'config'), { recursive: true, mode: 0o700 })
  mkdirSync(join(home, 'tmp'), { recursive: true })
  for (const name of ['opensearch.yml', 'log4j2.properties']) copyFileSync(join(SOURCE, name), join(home, 'config', name))
  const url = `http://127.0.0.1:${port}`
  progress?.({ text: 'starting' })
  const server = supervise({
    state,
    name: 'opensearch',
    command: findProgram(env, 'java'),
    args: [...javaArgs({ program, home, heap: env.OPENSEARCH_HEAP || '512m' }), 'Launcher', home, `http.port=${port}`, `transport.port=${transportPort}`],
    env,
    cwd: home,
    diesWithUs: true,
    graceMs: 15_000,
    note,
    onPid,
    ready: () => until(() => isHealthy(url), { withinMs: 180_000, everyMs: 100, signal, what: 'OpenSearch' }),
  })
  return { server, said: () => `OpenSearch ${VERSION} on port ${port}`, env: { OPENSEARCH_URL: url } }
}

function javaArgs({ program, home, heap }) {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    '-Xss1m',
    '-XX:+ExitOnOutOfMemoryError',
    '-Dfile.encoding=UTF-8',
    '-Djava.awt.headless=true',
    `-Djava.io.tmpdir=${join(home, 'tmp')}`,
    // As in OpenSearch's own jvm.options.
    '-Dio.netty.noUnsafe=true',
    '-Dio.netty.noKeySetOptimization=true',
    '-Dio.netty.recycler.maxCapacityPerThread=0',
    '-Dio.netty.allocator.numDirectArenas=0',
    '-Dlog4j.shutdownHookEnabled=false',
    '-Dlog4j2.disable.jmx=true',
    `-Dlog4j2.configurationFile=${join(home, 'config', 'log4j2.properties')}`,
    '-cp',
    `${join(program, 'classes')}:${join(program, 'lib')}/*`,
  ]
}

/** Green or yellow: every primary shard that there was is there again. */
async function isHealthy(url) {
  try {
    const answer = await fetch(`${url}/_cluster/health`, { signal: AbortSignal.timeout(2000) })
    const { status } = await answer.json()
    return answer.ok && status !== 'red'
  } catch {
    return false
  }
}

/** The folder of the jars: kept in the user's cache, shared by all checkouts, and named after what it was made from. */
function programDir(state, env) {
  const recipe = createHash('sha256')
  for (const name of ['pom.xml', 'Launcher.java']) recipe.update(readFileSync(join(SOURCE, name)))
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache')
  const shared = join(base, 'quarterdeck')
  const name = `opensearch-${VERSION}-${recipe.digest('hex').slice(0, 8)}`
  return join(isWritable(shared) ? shared : state.file('cache'), name)
}

function isWritable(dir) {
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export const isFetched = (state, env) => existsSync(join(programDir(state, env), 'classes', 'Launcher.class'))

async function fetchProgram({ state, env, signal, progress }) {
  const dir = programDir(state, env)
  if (isFetched(state, env)) return dir
  const draft = `${dir}.${process.pid}`
  const log = state.file('logs/opensearch-fetch.log')
  mkdirSync(join(draft, 'classes'), { recursive: true })
  try {
    progress?.({ text: `fetching OpenSearch ${VERSION} from Maven Central` })
    // Built aside and moved into place whole, so that a start that is killed here leaves nothing that looks finished.
    copyFileSync(join(SOURCE, 'pom.xml'), join(draft, 'pom.xml'))
    const copy = [
      '-B',
      '-ntp',
      ...mavenRepository(dir),
      '-f',
      join(draft, 'pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${join(draft, 'lib')}`,
    ]
    await tool(findProgram(env, 'mvn'), copy, { env, log, signal })
    await tool(findProgram(env, 'javac'), ['-cp', `${join(draft, 'lib')}/*`, '-d', join(draft, 'classes'), join(SOURCE, 'Launcher.java')], { env, log, signal })
    if (!isFetched(state, env)) moveIntoPlace(draft, dir)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return dir
}

/** Maven keeps what it fetches in the home that the system knows for this user; where that cannot be written (a service account) it goes beside the jars. */
function mavenRepository(dir) {
  try {
    if (isWritable(join(userInfo().homedir, '.m2'))) return []
  } catch {
    // A user without an entry in the system's list has no home at all.
  }
  return [`-Dmaven.repo.local=${join(dirname(dir), 'maven')}`]
}

function moveIntoPlace(draft, dir) {
  try {
    renameSync(draft, dir)
  } catch (error) {
    // Another checkout was faster: what it made is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  }
}

function tool(command, args, { env, log, signal }) {
  signal?.throwIfAborted()
  const out = openSync(log, 'a', 0o600)
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', out, out] })
  const end = () => killGroup(child.pid)
  signal?.addEventListener('abort', end, { once: true })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      signal?.removeEventListener('abort', end)
      if (code === 0) resolve()
      else reject(new Error(`${command} failed (${code}). Maven Central must be reachable, or OPENSEARCH_URL given. The end of ${log}:\n${tail(log)}`))
    })
  })
}
