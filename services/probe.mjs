import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Connects, sends `text`, and gives what has come back (a Buffer) as soon as `enough` says so; null when nothing useful came within `timeoutMs`. */
export function ask({ host = '127.0.0.1', port, text, enough, timeoutMs = 1000 }) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    let got = Buffer.alloc(0)
    const finish = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(timeoutMs, () => finish(null))
    socket.on('error', () => finish(null))
    socket.on('close', () => resolve(null))
    socket.on('connect', () => (text ? socket.write(text) : enough ? undefined : finish(got)))
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      if (enough?.(got)) finish(got)
    })
  })
}

/** Asks again and again until `question` gives something true, the time is over, or `signal` says to leave it. */
export async function until(question, { withinMs, everyMs = 50, signal, what }) {
  const end = Date.now() + withinMs
  for (;;) {
    signal?.throwIfAborted()
    const answer = await question()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`${what} did not answer within ${Math.round(withinMs / 1000)} s`)
    await sleep(everyMs)
  }
}
