import { readFileSync } from 'node:fs'

/** The most memory this process ever had, all threads and all that lies outside of the heap included. */
export function peakBytes(): number {
  try {
    // What getrusage says of a forked process begins with the memory of its parent.
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

/** Processor time of all threads so far. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return Math.round((user + system) / 1000)
}
