import { describe, expect, it } from 'vitest'
import { troubleOf } from '#server/database-trouble.ts'

const inAdapter = (cause: object) => ({ code: 'P2010', meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } })

describe('trouble of the database', () => {
  it.each([
    ['a reset socket', { code: 'ECONNRESET' }, 'away'],
    ['a pool that gets no connection', inAdapter({ code: 45028, state: 'HY000' }), 'away'],
    ['a closed connection', inAdapter({ code: 45013, state: '08S01' }), 'away'],
    ['a connection that broke while it was set up', { code: 'ER_INITIAL_SQL_ERROR', sqlState: '08S01' }, 'away'],
    ['a server that shuts down', inAdapter({ code: 1053, state: '08S01' }), 'away'],
    ['a deadlock as Prisma names it', { code: 'P2034' }, 'conflict'],
    ['a lock that was not given', inAdapter({ code: 1205, state: 'HY000' }), 'conflict'],
    ['a deadlock two layers deep', { cause: inAdapter({ code: 1213, state: '40001' }) }, 'conflict'],
  ])('%s', (_name, error, trouble) => {
    expect(troubleOf(error)).toBe(trouble)
  })

  it.each([
    ['a duplicate key', { code: 'P2002', meta: { driverAdapterError: { cause: { code: 1062, state: '23000' } } } }],
    ['a full disk', new Error('the disk is full')],
    ['nothing', null],
    [
      'a circle',
      (() =>
        Object.assign(
          {},
          {
            get cause() {
              return this
            },
          },
        ))(),
    ],
  ])('%s does not pass by itself', (_name, error) => {
    expect(troubleOf(error)).toBeNull()
  })
})
