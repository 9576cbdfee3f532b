import { describe, expect, it } from 'vitest'
import { type Inspection, inspectionFault, readVersion } from '#core/environments/server.ts'

describe('readVersion', () => {
  it.each([
    ['10.11.19-MariaDB-0+deb12u1', { product: 'MariaDB', version: '10.11.19', major: 10, minor: 11 }],
    ['5.5.5-10.4.32-MariaDB', { product: 'MariaDB', version: '10.4.32' }],
    ['8.0.36', { product: 'MySQL', version: '8.0.36' }],
    ['8.0.11-TiDB-v7.5.0', { product: 'MySQL', version: '8.0.11' }],
    ['8.0.mysql_aurora.3.05.2', { product: 'MySQL', version: '8.0' }],
  ])('%s', (text, read) => expect(readVersion(text)).toMatchObject(read))
  it('knows nothing of other servers', () => expect(readVersion('PostgreSQL 16')).toBeNull())
})

describe('inspectionFault', () => {
  const sound: Inspection = {
    version: '8.4.2',
    database: 'game',
    user: 'me',
    readOnly: false,
    encrypted: false,
    visibleTables: 3,
    missing: [],
    unreadable: [],
    isConsole: false,
  }
  it('finds nothing wrong with a sound database', () => expect(inspectionFault(sound)).toBeNull())
  it.each([
    [{ isConsole: true, version: '5.0.1' }, 'environment_is_console'],
    [{ version: '5.7.44-log' }, 'environment_too_old'],
    [{ version: '10.5.29-MariaDB' }, 'environment_too_old'],
    [{ version: 'unknown' }, 'environment_not_mysql'],
    [{ missing: ['a'], unreadable: ['b'] }, 'environment_table_unknown'],
    [{ unreadable: ['b'] }, 'environment_no_select'],
    [{ visibleTables: 0 }, 'environment_no_tables'],
    [{ readOnly: true }, 'environment_read_only'],
  ])('%j', (change, code) => expect(inspectionFault({ ...sound, ...change })).toMatchObject({ code }))
  it('names ten tables at most', () => {
    const missing = Array.from({ length: 12 }, (_, index) => `t${index}`)
    expect(inspectionFault({ ...sound, missing })?.params).toMatchObject({ count: 12, tables: 't0, t1, t2, t3, t4, t5, t6, t7, t8, t9 …' })
  })
})
