import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { db } from '#server/database.ts'
import { type Mail, smtpServer } from '#server/testing/smtp-server.ts'

type Server = Awaited<ReturnType<typeof smtpServer>>
let server: Server
let people: { korean: string; english: string; undecided: string; gone: string }
const busy = new Set<string>()
const unknown = new Set<string>()

const emailOf = (id: string) => `${id}@example.test`

async function person(locale: string | null, disabledAt: Date | null = null): Promise<string> {
  const id = randomUUID()
  await db.user.create({ data: { id, name: 'Tester', email: emailOf(id), role: 'approver', locale, disabledAt, createdAt: new Date() } })
  return id
}

beforeAll(async () => {
  const refuse = (recipient: string) => (busy.has(recipient) ? '450 4.2.1 Try later' : unknown.has(recipient) ? '550 5.1.1 Nobody of this name' : null)
  server = await smtpServer({ account: { user: 'deck', password: 'p@ss word' }, refuse })
  people = { korean: await person('ko'), english: await person('en'), undecided: await person(null), gone: await person('en', new Date()) }
})
afterEach(async () => {
  server.mails.length = 0
  busy.clear()
  unknown.clear()
  vi.unstubAllEnvs()
  await db.delivery.deleteMany({ where: { channel: 'mail' } })
})
afterAll(async () => {
  await server.close()
  await db.$disconnect()
})

/** The slice as a process with this mail server has it. */
async function withMail(url: string, from = 'Quarterdeck <deck@example.test>') {
  vi.stubEnv('SMTP_URL', url)
  vi.stubEnv('MAIL_FROM', from)
  vi.stubEnv('PUBLIC_URL', 'https://ops.example.com/')
  vi.resetModules()
  const [{ mailTo }, { claimNext, deliver }] = await Promise.all([import('#features/notices/service.ts'), import('#features/notices/sending/service.ts')])
  const tell = (userIds: string[], note = '검토 부탁드립니다.\n.점으로 시작하는 줄', about = 'Items.xlsx') =>
    db.$transaction((tx) =>
      mailTo(tx, {
        userIds,
        event: 'approvals.requested',
        body: { href: '/approvals/12', about, environment: 'Live KR', person: '김지은', note },
      }),
    )
  const sendAll = async (): Promise<void> => {
    for (let claimed = await claimNext([]); claimed; claimed = await claimNext([])) await deliver(claimed)
  }
  return { tell, sendAll }
}

const wellFormed = (url: string) => url.replace('deck:p@ss word@', 'deck:p%40ss%20word@')
const rowOf = (id: string) => db.delivery.findFirst({ where: { channel: 'mail', recipient: emailOf(id) } })

/** Header and body as a reader sees them. Source: RFC 2045 and 2047. */
function read({ data }: Mail): { subject: string; text: string; headers: string } {
  const [headers = '', ...rest] = data.split('\r\n\r\n')
  const unfolded = headers.replace(/\r\n[ \t]+/g, ' ')
  const word = (_: string, kind: string, text: string) =>
    /b/i.test(kind) ? Buffer.from(text, 'base64').toString() : Buffer.from(unquoted(text.replaceAll('_', ' ')), 'latin1').toString()
  const subject = (/^Subject: (.*)$/m.exec(unfolded)?.[1] ?? '').replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, word)
  const body = rest.join('\r\n\r\n')
  const text = /^Content-Transfer-Encoding: base64/im.test(unfolded)
    ? Buffer.from(body, 'base64').toString()
    : Buffer.from(unquoted(body.replace(/=\r\n/g, '')), 'latin1').toString()
  return { subject, text, headers: unfolded }
}
const unquoted = (text: string) => text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

it('everybody is written to in the language of their choice, with the page to look at; closed accounts are not', async () => {
  const { tell, sendAll } = await withMail(wellFormed(server.url))
  await tell([people.korean, people.english, people.undecided, people.gone, people.korean])
  await sendAll()
  const mailTo = (id: string) => server.mails.filter(({ to }) => to.includes(emailOf(id))).map(read)
  expect(server.mails).toHaveLength(3)
  expect(server.mails.map(({ from }) => from)).toEqual(Array(3).fill('deck@example.test'))
  expect(mailTo(people.english)).toMatchObject([{ subject: '[Quarterdeck] Waiting for approval: Items.xlsx' }])
  expect(mailTo(people.korean)).toMatchObject([{ subject: '[Quarterdeck] 승인을 기다립니다: Items.xlsx' }])
  expect(mailTo(people.undecided)[0]?.subject).toBe(mailTo(people.korean)[0]?.subject)
  const [english] = mailTo(people.english)
  expect(english?.text).toContain('https://ops.example.com/approvals/12')
  expect(english?.text).toContain('김지은 asks for approval of Items.xlsx. Environment: Live KR.')
  expect(english?.text).toContain('\r\n.점으로 시작하는 줄')
  expect(english?.headers).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m)
  expect(english?.headers).toMatch(/^Message-ID: <notice-\d+-\d+@example\.test>$/m)
  expect(await rowOf(people.english)).toMatchObject({ lastStatus: 250, attempts: 1, nextAt: null })
})

it('an address that is busy is tried again, one that nobody has is not', async () => {
  const { tell, sendAll } = await withMail(wellFormed(server.url))
  busy.add(emailOf(people.korean))
  unknown.add(emailOf(people.english))
  await tell([people.korean, people.english])
  await sendAll()
  expect(await rowOf(people.korean)).toMatchObject({
    failedAt: null,
    lastStatus: 450,
    nextAt: expect.any(Date),
    lastError: expect.stringMatching(/^mail_refused: .*Try later/),
  })
  expect(await rowOf(people.english)).toMatchObject({ failedAt: expect.any(Date), lastStatus: 550, nextAt: null })
  busy.clear()
  await db.delivery.updateMany({ where: { nextAt: { not: null } }, data: { nextAt: new Date(0) } })
  await sendAll()
  expect(server.mails.map(({ to }) => to)).toEqual([[emailOf(people.korean)]])
})

it('a wrong password and a server that is away are tried again and said', async () => {
  const wrong = await withMail(wellFormed(server.url).replace('p%40ss', 'other'))
  await wrong.tell([people.korean])
  await wrong.sendAll()
  expect(await rowOf(people.korean)).toMatchObject({ lastStatus: 535, lastError: expect.stringMatching(/^mail_sign_in: /), failedAt: null })
  expect((await rowOf(people.korean))?.lastError).not.toContain('other')
  await db.delivery.updateMany({ where: { channel: 'mail' }, data: { nextAt: new Date(0) } })
  const closed = await smtpServer()
  await closed.close()
  await (await withMail(closed.url)).sendAll()
  expect(await rowOf(people.korean)).toMatchObject({ attempts: 2, lastError: expect.stringMatching(/^refused: /) })
})

it('nothing a person wrote becomes a header', async () => {
  const { tell, sendAll } = await withMail(wellFormed(server.url))
  await tell([people.english], 'hello\r\nBcc: everybody@example.test', 'Items\r\nBcc: everybody@example.test\r\n\r\n.xlsx')
  await sendAll()
  expect(server.mails.map(({ to }) => to)).toEqual([[emailOf(people.english)]])
  const [mail] = server.mails
  expect(mail && read(mail).headers).not.toMatch(/^Bcc/im)
  expect(mail && read(mail).subject).toMatch(/Items Bcc: everybody@example\.test\s+\.xlsx$/)
})

it('without a mail server nothing is written', async () => {
  const { tell } = await withMail('')
  await tell([people.korean])
  expect(await rowOf(people.korean)).toBeNull()
})
