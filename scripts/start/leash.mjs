import process from 'node:process'

// Loaded before the web server and the workers (`node --import`): when the supervisor is killed without a chance to end them, they end by themselves.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // The channel alone must not keep a process alive that has finished its own shutdown.
  process.channel.unref()
}
