import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './find-program.mjs'
import { ask, until } from './probe.mjs'
import { supervise } from './supervise.mjs'

export const DATABASE = 'quarterdeck'
const APP_USER = 'quarterdeck'
const ADMIN_USER = 'quarterdeck_admin'
// MySQL's own default. MariaDB lacks the first word by default, and a query that passes there would fail on MySQL.
const SQL_MODE = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'

export const needs = [{ what: 'MariaDB server', apt: ['mariadb-server'], brew: 'mariadb', programs: [['mariadbd'], ['mariadb-install-db']] }]

/** MariaDB of this machine's packages, with a data directory, accounts and a loopback port of its own. */
export async function startMariadb({ state, env, port, throwaway, note, signal, onPid }) {
  const dir = state.file('mariadb')
  mkdirSync(join(dir, 'tmp'), { recursive: true, mode: 0o700 })
  const asUser = process.getuid?.() === 0 ? ['--user=root'] : []
  initialise(env, dir, asUser)
  const accounts = accountsOf(state)
  const initFile = join(dir, 'accounts.sql')
  writeFileSync(initFile, accountsSql(accounts), { mode: 0o600 })
  let version = ''
  const server = supervise({
    state,
    name: 'mariadb',
    command: findProgram(env, 'mariadbd'),
    args: serverArgs({ dir, port, asUser, initFile, throwaway }),
    env,
    cwd: dir,
    diesWithUs: true,
    graceMs: 15_000,
    note,
    onPid,
    ready: async () => {
      version = await until(() => greeting(port), { withinMs: 120_000, signal, what: 'MariaDB' })
    },
  })
  return { server, said: () => `MariaDB ${version} on port ${port}`, env: addresses(accounts, port) }
}

/** Made beside and then moved into place: a start that is killed here never leaves half a data directory behind. */
function initialise(env, dir, asUser) {
  const data = join(dir, 'data')
  if (existsSync(data)) return
  const draft = join(dir, 'data.new')
  rmSync(draft, { recursive: true, force: true })
  // Root signs in through the unix socket as the operating system's user only; there is no account without a password.
  const args = ['--no-defaults', `--datadir=${draft}`, tmpdirArg(dir), '--auth-root-authentication-method=socket', '--skip-test-db', ...asUser]
  const made = spawnSync(findProgram(env, 'mariadb-install-db'), args, { env, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`mariadb-install-db failed:\n${`${made.stdout}${made.stderr}`.trim().split('\n').slice(-12).join('\n')}`)
  renameSync(draft, data)
}

function serverArgs({ dir, port, asUser, initFile, throwaway }) {
  return [
    '--no-defaults',
    ...asUser,
    `--datadir=${join(dir, 'data')}`,
    tmpdirArg(dir),
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${socketPath(dir)}`,
    `--pid-file=${join(dir, 'mariadbd.pid')}`,
    `--init-file=${initFile}`,
    '--skip-name-resolve',
    '--default-time-zone=+00:00',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    `--sql-mode=${SQL_MODE}`,
    '--max-allowed-packet=64M',
    '--innodb-buffer-pool-size=256M',
    '--performance-schema=OFF',
    '--local-infile=OFF',
    ...(throwaway ? ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=OFF', '--innodb-flush-method=nosync'] : []),
  ]
}

/** A starting server deletes all temporary tables that it finds in its directory, those of other servers included: each has its own. */
const tmpdirArg = (dir) => `--tmpdir=${join(dir, 'tmp')}`

/** A unix socket's path has at most 107 bytes on Linux, and a checkout may lie deep. */
function socketPath(dir) {
  const near = join(dir, 'mariadbd.sock')
  if (Buffer.byteLength(near) <= 100) return near
  return join(tmpdir(), `quarterdeck-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}.sock`)
}

const accountsOf = (state) => ({ app: state.secret('databasePassword'), admin: state.secret('databaseAdminPassword') })

/**
 * Run by the server itself before it listens, at every start: the passwords are those of secrets.json, whatever happened before. What the console's
 * account may do in its own database is said by table after each deploy (scripts/db/audit-guard.mjs); here it gets the game databases of the sample.
 */
function accountsSql({ app, admin }) {
  const users = [
    [APP_USER, app],
    [ADMIN_USER, admin],
  ]
  const made = users.flatMap(([user, password]) => [
    `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1';`,
    `ALTER USER '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
  ])
  return [
    `CREATE DATABASE IF NOT EXISTS \`${DATABASE}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
    ...made,
    `GRANT ALL PRIVILEGES ON \`${DATABASE}\\_%\`.* TO '${APP_USER}'@'127.0.0.1';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${ADMIN_USER}'@'127.0.0.1' WITH GRANT OPTION;`,
    '',
  ].join('\n')
}

const addresses = ({ app, admin }, port) => ({
  DATABASE_URL: `mysql://${APP_USER}:${app}@127.0.0.1:${port}/${DATABASE}`,
  DATABASE_ADMIN_URL: `mysql://${ADMIN_USER}:${admin}@127.0.0.1:${port}/${DATABASE}`,
})

/** The version from the server's first packet (3 bytes length, 1 number, protocol 10, text up to a zero), which comes only after the accounts were made. */
async function greeting(port) {
  const packet = await ask({ port, enough: (got) => got.length > 6 && got.indexOf(0, 5) > 0 })
  if (packet?.[4] !== 10) return null
  return packet
    .subarray(5, packet.indexOf(0, 5))
    .toString()
    .replace(/^5\.5\.5-/, '')
    .split('-')[0]
}
