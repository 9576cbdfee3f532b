import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { gameTablesOf } from '#core/sample/game/game.ts'
import { gameEnvironments } from '#core/sample/game/table.ts'
import { firstDayOf, planOf } from '#core/sample/plan.ts'
import type { RunFailure } from '#core/shared/refusal.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { makeGameDatabase, verifyGameDatabase } from '#workers/sample/databases.ts'

const plan = planOf(100, 11, firstDayOf(Date.parse('2026-11-21T12:00:00Z')))
const databaseUrl = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
databaseUrl.pathname = ''
const server = openGameDatabase(databaseUrl.toString())
const suffix = randomUUID().slice(0, 8)
const databaseOf = (environment: string): string => `qd_${suffix}_${environment}`

afterAll(async () => {
  await server.session(async (session) => {
    for (const environment of gameEnvironments) await session.execute(`DROP DATABASE IF EXISTS ${quoteName(databaseOf(environment))}`)
  })
})

describe.each(gameEnvironments)('game database %s', (environment) => {
  const made = { database: databaseOf(environment), environment, plan }
  const signal = new AbortController().signal

  it('has the rows of the generator, and again when made twice', async () => {
    const counts = Object.fromEntries(gameTablesOf(plan).map((table) => [table.name, table.rows(plan.seed, environment).length]))
    expect(await makeGameDatabase(server, made, signal)).toEqual(counts)
    expect(await makeGameDatabase(server, made, signal)).toEqual(counts)
    await verifyGameDatabase(server, made)
  })

  it('gives every cell back as it was written', async () => {
    await server.session(async (session) => {
      await session.execute(`USE ${quoteName(made.database)}`)
      const differing: unknown[] = []
      for (const table of gameTablesOf(plan)) {
        const columns = table.columns.map(quoteName).join(', ')
        const rows = await session.query(`SELECT ${columns} FROM ${quoteName(table.name)}`)
        const textOf = (cells: readonly unknown[]): string => JSON.stringify(cells.map((cell) => (cell === null ? null : String(cell))))
        const read = rows.map((row) => textOf(table.columns.map((column) => row[column]))).sort()
        const written = table.rows(plan.seed, environment).map(textOf).sort()
        for (const [n, text] of written.entries()) if (text !== read[n]) differing.push([table.name, text, read[n]])
      }
      expect(differing).toEqual([])
    })
  })

  it('holds all its references', async () => {
    await server.session(async (session) => {
      await session.execute(`USE ${quoteName(made.database)}`)
      const keys = await session.query(
        'SELECT TABLE_NAME AS t, COLUMN_NAME AS c, REFERENCED_TABLE_NAME AS rt, REFERENCED_COLUMN_NAME AS rc FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL',
        [made.database],
      )
      expect(keys.length).toBeGreaterThan(4)
      for (const { t, c, rt, rc } of keys) {
        const [from, column, to, key] = [t, c, rt, rc].map((name) => quoteName(String(name)))
        const lost = await session.query(
          `SELECT a.${column} FROM ${from} a LEFT JOIN ${to} b ON a.${column} = b.${key} WHERE a.${column} IS NOT NULL AND b.${key} IS NULL`,
        )
        expect(lost, `${t}.${c}`).toEqual([])
      }
    })
  })

  it('stops when asked to', async () => {
    await expect(makeGameDatabase(server, made, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    await makeGameDatabase(server, made, signal)
  })

  it('keeps the table in which the console notes what it wrote', async () => {
    const mark = `${quoteName(made.database)}._quarterdeck_apply`
    await server.session((session) => session.execute(`CREATE TABLE ${mark} (token CHAR(36) PRIMARY KEY)`))
    await makeGameDatabase(server, made, signal)
    await server.session(async (session) => {
      expect(await session.query(`SELECT COUNT(*) AS n FROM ${mark}`)).toEqual([{ n: '0' }])
      await session.execute(`DROP TABLE ${mark}`)
    })
  })

  it('is left alone when it holds a table of somebody else', async () => {
    await server.session(async (session) => {
      await session.execute(`CREATE TABLE ${quoteName(made.database)}.precious (id INT PRIMARY KEY)`)
    })
    const failure = await makeGameDatabase(server, made, signal).catch((error: unknown) => error)
    expect((failure as RunFailure).refusal).toMatchObject({ code: 'sample_database_taken', params: { table: 'precious' } })
    await server.session(async (session) => void (await session.execute(`DROP TABLE ${quoteName(made.database)}.precious`)))
    await verifyGameDatabase(server, made)
  })
})
