import { createServer } from 'node:http'

/**
 * Sits on the console's port while it is being prepared, so that a second checkout that starts meanwhile takes another one, and a browser that comes too
 * early learns what is going on. `release()` gives the port up.
 */
export async function holdPort(port) {
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'Retry-After': '5', 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
    response.end('Quarterdeck is starting. Try again in a moment.\n')
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  server.unref()
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
