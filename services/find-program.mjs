import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

// Distributions put servers where the PATH of an ordinary user does not look.
const SERVER_DIRS = ['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin', '/usr/local/bin']

/** The full path of the first of these programs that is there, or null. */
export function findProgram(env, ...names) {
  const dirs = [...(env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin')] : []), ...(env.PATH ?? '').split(delimiter).filter(Boolean), ...SERVER_DIRS]
  for (const name of names) for (const dir of dirs) if (isProgram(join(dir, name))) return join(dir, name)
  return null
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
