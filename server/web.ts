import 'server-only'
import { log } from '#server/log.ts'
import { startupFaults } from '#server/startup.ts'

/** Checks before the first request; ends the process when it must not serve. */
export async function startWeb(): Promise<void> {
  try {
    const faults = await startupFaults()
    for (const fault of faults) log.fatal(fault, 'the console does not start')
    if (faults.length) process.exit(1)
  } catch (error) {
    // Servers that come up later are reported by /readyz; refusing here would only hide which one is missing.
    log.error({ err: error }, 'a server could not be reached at startup')
  }
}
