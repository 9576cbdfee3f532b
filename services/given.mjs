import { ask } from './probe.mjs'

/** What the environment may name, and the server that we start where it does not. */
export const GIVEN = { mariadb: 'DATABASE_URL', redis: 'REDIS_URL', opensearch: 'OPENSEARCH_URL' }
const DEFAULT_PORTS = { 'mysql:': 3306, 'mariadb:': 3306, 'redis:': 6379, 'rediss:': 6379, 'http:': 80, 'https:': 443 }

/** Checks that something listens at the address that the environment names. Gives host:port; never the whole address, which holds a password. */
export async function checkGiven(variable, text) {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !DEFAULT_PORTS[url.protocol]) throw new Error(`${variable} is not an address such as ${EXAMPLES[variable]}`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || DEFAULT_PORTS[url.protocol])
  if (!(await ask({ host, port, timeoutMs: 5000 }))) throw new Error(`nothing answers at ${url.hostname}:${port}, which ${variable} names`)
  return `${url.hostname}:${port}`
}

const EXAMPLES = {
  DATABASE_URL: 'mysql://user:password@host:3306/quarterdeck',
  REDIS_URL: 'redis://host:6379',
  OPENSEARCH_URL: 'https://user:password@host:9200',
}
