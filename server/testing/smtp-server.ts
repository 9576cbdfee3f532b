import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export type Mail = { from: string; to: string[]; data: string }
type Reply = (socket: Socket, line: string) => string | null
type Options = {
  /** What the server says to an address instead of taking it. */
  refuse?: (recipient: string) => string | null
  /** Must be given before anything is sent. */
  account?: { user: string; password: string }
}
type Session = { greeted: boolean; signedIn: boolean; from: string | null; to: string[]; data: string[] | null }

const addressOf = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? ''
const plainOf = ({ user, password }: { user: string; password: string }): string => Buffer.from(`\0${user}\0${password}`).toString('base64')

/** One command and the reply to it. Source: RFC 5321, 4.1 to 4.3; RFC 4954 for AUTH PLAIN. */
function answer(session: Session, line: string, options: Options): string {
  const verb = line.slice(0, 4).toUpperCase()
  if (verb === 'EHLO' || verb === 'HELO') {
    Object.assign(session, { greeted: true, from: null, to: [] })
    return `250-mail.test\r\n250-8BITMIME\r\n${options.account ? '250-AUTH PLAIN\r\n' : ''}250 SIZE 1000000`
  }
  if (verb === 'NOOP' || verb === 'RSET') return '250 OK'
  if (verb === 'QUIT') return '221 Bye'
  if (!session.greeted) return '503 Say EHLO first'
  if (verb === 'AUTH' && options.account) {
    session.signedIn = line === `AUTH PLAIN ${plainOf(options.account)}`
    return session.signedIn ? '235 Welcome' : '535 5.7.8 Credentials are wrong'
  }
  if (options.account && !session.signedIn) return '530 5.7.0 Sign in first'
  if (verb === 'MAIL') {
    Object.assign(session, { from: addressOf(line), to: [] })
    return '250 OK'
  }
  if (verb === 'RCPT') {
    if (session.from === null) return '503 MAIL first'
    const refused = options.refuse?.(addressOf(line))
    if (refused) return refused
    session.to.push(addressOf(line))
    return '250 OK'
  }
  if (verb === 'DATA') {
    if (session.to.length === 0) return '503 RCPT first'
    session.data = []
    return '354 Go on, end with a dot'
  }
  return '500 What?'
}

/** A mail server that keeps what it takes, in the order that it came. */
export async function smtpServer(options: Options = {}): Promise<{ url: string; mails: Mail[]; close: () => Promise<void> }> {
  const mails: Mail[] = []
  const sockets = new Set<Socket>()
  const take = (session: Session, line: string): ReturnType<Reply> => {
    if (!session.data) return answer(session, line, options)
    if (line !== '.') {
      session.data.push(line.startsWith('.') ? line.slice(1) : line)
      return null
    }
    mails.push({ from: session.from ?? '', to: session.to, data: session.data.join('\r\n') })
    Object.assign(session, { from: null, to: [], data: null })
    return '250 Taken'
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const session: Session = { greeted: false, signedIn: false, from: null, to: [], data: null }
    let rest = ''
    socket.write('220 mail.test ESMTP\r\n')
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const reply = take(session, line)
        if (reply) socket.write(`${reply}\r\n`)
        if (reply?.startsWith('221')) socket.end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const who = options.account ? `${options.account.user}:${options.account.password}@` : ''
  const close = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { url: `smtp://${who}127.0.0.1:${port}`, mails, close }
}
