import { dropDatabase, ensureDatabase, onConnection, parseDatabaseUrl, withDatabase } from './connection.mjs'
import { ddl, readDatamodel } from './ddl.mjs'
import { deploy } from './deploy.mjs'
import { difference, fingerprint } from './fingerprint.mjs'

/**
 * Builds the schema twice in throw-away databases beside the one of this address, by its migrations and from schema.prisma, and compares.
 * With `live` the database of the address itself is compared with the migrations as well. The account must be able to create databases.
 * Answers `{ facts, findings: [{ where, fact }] }`; no findings means no drift.
 */
export async function findDrift(address, { migrations, datamodel = readDatamodel(), live = false } = {}) {
  const byMigrations = await fingerprintOf(address, 'migrations', (scratch) => deploy(scratch, migrations))
  const bySchema = await fingerprintOf(address, 'schema', (scratch) => onConnection(scratch, (connection) => connection.query(ddl(datamodel))))
  const findings = compare(byMigrations, 'only in the migrations', bySchema, 'only in schema.prisma')
  if (live) {
    const found = await onConnection(address, fingerprint)
    findings.push(...compare(byMigrations, 'missing in the live database', found, 'only in the live database'))
  }
  return { facts: byMigrations.length, findings }
}

async function fingerprintOf(address, label, build) {
  const scratch = withDatabase(address, `${parseDatabaseUrl(address).database}_drift_${label}_${process.pid}`)
  await dropDatabase(scratch)
  try {
    await ensureDatabase(scratch)
    await build(scratch)
    return await onConnection(scratch, fingerprint)
  } finally {
    await dropDatabase(scratch)
  }
}

function compare(left, whereLeft, right, whereRight) {
  const { onlyLeft, onlyRight } = difference(left, right)
  return [...onlyLeft.map((fact) => ({ where: whereLeft, fact })), ...onlyRight.map((fact) => ({ where: whereRight, fact }))]
}
