// npm hands on the Ctrl-C that the terminal has sent to us as well: what comes so soon is the same wish, not a second one.
const SAME_WISH_MS = 700

/**
 * Calls `end(reason)` once: at Ctrl-C, SIGTERM, SIGHUP, or when the process that started us is gone (npm killed, terminal closed). A second signal calls
 * `kill()`. Gives a function that stops watching.
 */
export function onEnd({ end, kill }) {
  let endingSinceMs = null
  const handle = (reason) => {
    if (endingSinceMs === null) {
      endingSinceMs = Date.now()
      end(reason)
    } else if (Date.now() - endingSinceMs > SAME_WISH_MS) kill(reason)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, handle)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent && endingSinceMs === null) handle('the process that started this one is gone')
  }, 500)
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, handle)
  }
}
