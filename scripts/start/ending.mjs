/**
 * Calls `end(reason)` once: at Ctrl-C, SIGTERM, SIGHUP, or when the process that started us is gone (npm killed, terminal closed). A second signal calls
 * `kill()`. Gives a function that stops watching.
 */
export function onEnd({ end, kill }) {
  let ending = false
  const handle = (reason) => {
    if (ending) return kill(reason)
    ending = true
    end(reason)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, handle)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent || ending) return
    handle('the process that started this one is gone')
  }, 500)
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, handle)
  }
}
