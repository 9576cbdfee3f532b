import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** True when a server can listen on this loopback port now. */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/**
 * A port for one server: the one that the environment names (refused when taken), else the one of last time, else a free one.
 * Free ones are looked for below the range from which the kernel takes ports for outgoing connections, so that one is still free next time.
 */
export async function choosePort({ name, wanted, remembered, preferred }) {
  if (wanted && wanted !== '0') return await demanded(name, Number(wanted))
  for (const port of [remembered, preferred]) if (port && (await isFree(port))) return port
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
  throw new Error(`no free port found for ${name} between 20000 and 32000`)
}

async function demanded(name, port) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`the port wanted for ${name} is not a number from 1 to 65535`)
  if (!(await isFree(port))) throw new Error(`port ${port}, wanted for ${name}, is taken: free it or name another`)
  return port
}
