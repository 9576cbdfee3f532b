import 'server-only'
import { createTransport } from 'nodemailer'
import { mail } from '#server/env.ts'

export type Letter = { to: string; subject: string; text: string }

/**
 * Hands a plain text to the mail server, once, on a connection of its own. `id` makes the same mail known when it is sent
 * again. TLS is taken where the server offers it, with a certificate that is checked. Returns the server's last reply code.
 * @throws the library's error, with `code` and, where the server answered, `responseCode`.
 */
export async function sendMail({ to, subject, text }: Letter, id: string, limitMs: number): Promise<number> {
  if (!mail) throw Object.assign(new Error('SMTP_URL and MAIL_FROM are not set'), { code: 'EMAILOFF' })
  const url = new URL(mail.url)
  const transport = createTransport({
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
    secure: url.protocol === 'smtps:',
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    socketCloseTimeout: 0,
  })
  try {
    const host = /@([^\s>]+)/.exec(mail.from)?.[1] ?? 'quarterdeck'
    const headers = { 'Auto-Submitted': 'auto-generated' }
    const sent = await transport.sendMail({
      from: mail.from,
      to,
      subject,
      text,
      messageId: `<${id}@${host}>`,
      headers,
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.timeout(limitMs),
    })
    return Number.parseInt(sent.response, 10)
  } finally {
    transport.close()
  }
}
