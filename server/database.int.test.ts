import { afterAll, describe, expect, it } from 'vitest'
import { db, readDirectly } from '#server/database.ts'
import { troubleOf } from '#server/database-trouble.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

afterAll(() => db.$disconnect())

const errorOf = (reading: Promise<unknown>): Promise<unknown> => reading.then(() => null).catch((error: unknown) => error)

describe('reading without Prisma', () => {
  it('gives bytes and numbers as they are', async () => {
    const [row] = await readDirectly<{ whole: number; text: string; data: Buffer }>(Prisma.sql`SELECT ${7} AS whole, ${'가'} AS text, UNHEX('00ff80') AS data`)
    expect(row).toEqual({ whole: 7, text: '가', data: Buffer.from([0, 255, 128]) })
  })

  it('opens the connections again after they were given up', async () => {
    await db.$disconnect()
    expect(await readDirectly(Prisma.sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
  })

  it('fails as other statements do, so that whoever waits for the database knows it', async () => {
    const missing = await errorOf(readDirectly(Prisma.sql`SELECT * FROM no_such_table`))
    expect(missing).toMatchObject({ name: 'PrismaClientKnownRequestError', code: 'P2010' })
    expect(troubleOf(missing)).toBeNull()
    // A statement whose connection the server ends; MySQL and MariaDB say so by the same numbers.
    const ended = await errorOf(readDirectly(Prisma.sql`KILL CONNECTION_ID()`))
    expect(ended).toMatchObject({ name: 'PrismaClientKnownRequestError' })
    expect(troubleOf(ended)).toBe('away')
  })
})
