import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { dropDatabase, withDatabase } from '../db/connection.mjs'
import { deploy } from '../db/deploy.mjs'

const needed = ['DATABASE_URL', 'REDIS_URL', 'OPENSEARCH_URL']

/**
 * Before the integration tests: a database, a queue prefix and a folder for files of this run's own on the servers that the environment names, migrated.
 * DATABASE_ADMIN_URL, where given, is an account that may create databases. Answers what has to happen at the end.
 */
export async function setup() {
  const missing = needed.filter((name) => !process.env[name])
  if (missing.length) throw new Error(`integration tests run on real servers, but ${missing.join(', ')} is not set: "npm test" provides throw-away ones`)
  const admin = process.env.DATABASE_ADMIN_URL || process.env.DATABASE_URL
  const address = withDatabase(admin, `quarterdeck_test_${process.pid}`)
  const prefix = `test-${process.pid}`
  await deploy(address)
  const files = mkdtempSync(join(tmpdir(), 'quarterdeck-test-'))
  Object.assign(process.env, { DATABASE_URL: address, DATABASE_ADMIN_URL: admin, QUEUE_PREFIX: prefix, QUARTERDECK_STATE_DIR: files })
  return async () => {
    await dropDatabase(address)
    await forgetKeys(prefix)
    rmSync(files, { recursive: true, force: true })
  }
}

async function forgetKeys(prefix) {
  const redis = new Redis(process.env.REDIS_URL)
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 })) if (keys.length) await redis.del(keys)
  await redis.quit()
}
