import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy on loopback that does to connections what networks do. */
export type TcpProxy = {
  port: number
  /** Delays every piece of data, in each direction, by this much from now on. */
  delay: (ms: number) => void
  /** Resets every open connection. */
  reset: () => void
  /** Resets every open connection and every new one until `open`: nobody is there. */
  shut: () => void
  open: () => void
  close: () => Promise<void>
}

type Pair = { near: Socket; far: Socket }

/** Hands data on in order, each piece `latency()` ms after it came. */
function pipeDelayed(from: Socket, to: Socket, latency: () => number): void {
  let due = 0
  const later = (act: () => void) => {
    due = Math.max(due, Date.now() + latency())
    const waitMs = due - Date.now()
    if (waitMs <= 0) act()
    else setTimeout(act, waitMs)
  }
  from.on('data', (chunk) => later(() => !to.destroyed && to.write(chunk)))
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.resetAndDestroy())
  from.on('close', () => later(() => to.destroySoon()))
}

/** Before a server on loopback. Connections of a server that dies end here as they would without the proxy. */
export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  let latencyMs = 0
  let shut = false
  const server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => {})
    if (shut) return near.resetAndDestroy()
    const far = connect({ host: '127.0.0.1', port: targetPort, noDelay: true })
    const pair = { near, far }
    pairs.add(pair)
    far.on('close', () => pairs.delete(pair))
    pipeDelayed(near, far, () => latencyMs)
    pipeDelayed(far, near, () => latencyMs)
  })
  const reset = () => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    pairs.clear()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    port: address.port,
    delay: (ms) => {
      latencyMs = ms
    },
    reset,
    shut: () => {
      shut = true
      reset()
    },
    open: () => {
      shut = false
    },
    close: () =>
      new Promise((resolve) => {
        reset()
        server.close(() => resolve())
      }),
  }
}

/** The same address with the proxy's port. */
export function through(proxy: TcpProxy, address: string): string {
  const url = new URL(address)
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  return url.href
}
