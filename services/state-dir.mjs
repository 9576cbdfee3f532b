import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The parsed file, or null where it is missing or was cut off in the middle of a write by something other than us. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Whole or not at all, readable by the owner only. */
export function writeJson(file, value) {
  const draft = `${file}.${process.pid}.${randomBytes(3).toString('hex')}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** Where this checkout keeps its data: QUARTERDECK_STATE_DIR, or `.quarterdeck` beside package.json. */
export const stateDirOf = (root, env) => resolve(root, env.QUARTERDECK_STATE_DIR || '.quarterdeck')

/**
 * Opens (and makes) the state directory. `state.json` holds ports, addresses and pids, `secrets.json` what must not be shown; both belong to the owner alone.
 * A foreign directory with files of its own is refused, because `reset` deletes what is in here.
 */
export function openStateDir(path) {
  const dir = resolve(path)
  if (isForeign(dir)) throw new Error(`${dir} holds other files: give QUARTERDECK_STATE_DIR an empty or new directory`)
  for (const part of ['', 'logs', 'run']) mkdirSync(join(dir, part), { recursive: true, mode: 0o700 })
  chmodSync(dir, 0o700)
  const file = (name) => join(dir, name)
  const read = () => readJson(file('state.json')) ?? { product: 'quarterdeck' }
  const update = (patch) => {
    const next = { ...read(), ...patch }
    writeJson(file('state.json'), next)
    return next
  }
  if (!existsSync(file('state.json'))) update({})
  return { dir, file, read, update, secret: secretKeeper(file('secrets.json')) }
}

function isForeign(dir) {
  if (!existsSync(dir) || dir.endsWith('/.quarterdeck')) return false
  const names = readdirSync(dir)
  return names.length > 0 && readJson(join(dir, 'state.json'))?.product !== 'quarterdeck'
}

/** Reads and writes single secrets: `secret(name)` makes one when there is none, `secret.set(name, null)` forgets it. */
function secretKeeper(file) {
  const all = () => {
    const found = readJson(file)
    // A new password for old data locks its owner out, so a damaged file is never silently replaced.
    if (!found && existsSync(file)) throw new Error(`${file} cannot be read: put it back from your backup, or run "npm run reset" to begin anew`)
    return found ?? {}
  }
  const secret = (name, make = randomSecret) => all()[name] ?? secret.set(name, make())
  secret.get = (name) => all()[name] ?? null
  secret.set = (name, value) => {
    const { [name]: _, ...rest } = all()
    writeJson(file, value === null ? rest : { ...rest, [name]: value })
    return value
  }
  return secret
}

/** 32 random bytes in letters that need no escaping in an address or an SQL string. */
export const randomSecret = () => randomBytes(32).toString('base64url')

/** Deletes everything in the state directory, and the directory itself. */
export function deleteStateDir(path) {
  const dir = resolve(path)
  if (isForeign(dir)) throw new Error(`${dir} does not look like a state directory of Quarterdeck: not deleted`)
  rmSync(dir, { recursive: true, force: true })
}
