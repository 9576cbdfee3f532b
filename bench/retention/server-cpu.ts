import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const TICKS_PER_SECOND = 100
const LISTENING = '0A'

function listeningSockets(port: number): Set<string> {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  const fields = lines.map((line) => line.trim().split(/\s+/))
  return new Set(fields.flatMap(([, local, , state, , , , , , inode]) => (local?.endsWith(hex) && state === LISTENING && inode ? [`socket:[${inode}]`] : [])))
}

function linksOf(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      try {
        return [readlinkSync(`${directory}/${name}`)]
      } catch {
        return []
      }
    })
  } catch {
    // A process of somebody else, or one that has just ended.
    return []
  }
}

function processAt(port: number): string | null {
  const sockets = listeningSockets(port)
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.find((pid) => linksOf(`/proc/${pid}/fd`).some((link) => sockets.has(link))) ?? null
}

/**
 * Reads the processor seconds that the server at an address has used so far. Null where it is no process of this machine,
 * or where the system does not tell.
 */
export function serverCpu(address: string): (() => number) | null {
  const { hostname, port, protocol } = new URL(address)
  if (process.platform !== 'linux' || !/^(127\.|localhost$|\[::1\]$)/.test(hostname)) return null
  const pid = processAt(Number(port) || (protocol === 'https:' ? 443 : 80))
  if (pid === null) return null
  return () => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  }
}
