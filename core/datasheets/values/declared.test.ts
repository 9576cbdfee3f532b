import { describe, expect, it } from 'vitest'
import { columnDefOf, type DeclaredColumn, labelsOf } from './declared.ts'

const declared = (columnType: string, rest: Partial<DeclaredColumn> = {}): DeclaredColumn => ({
  name: 'column',
  dataType: /^\w+/.exec(columnType)?.[0] ?? '',
  columnType,
  nullable: false,
  default: null,
  extra: '',
  comment: '',
  chars: null,
  octets: null,
  precision: null,
  scale: null,
  fsp: null,
  charset: null,
  collation: null,
  checkedJson: false,
  ...rest,
})

describe('types', () => {
  it.each([
    ['tinyint(1)', { kind: 'integer', bytes: 1, unsigned: false, boolean: true }],
    ['tinyint', { kind: 'integer', bytes: 1, unsigned: false, boolean: false }],
    ['tinyint(4)', { kind: 'integer', bytes: 1, unsigned: false, boolean: false }],
    ['int(10) unsigned zerofill', { kind: 'integer', bytes: 4, unsigned: true, boolean: false }],
    ['bigint unsigned', { kind: 'integer', bytes: 8, unsigned: true, boolean: false }],
    ['json', { kind: 'json' }],
    ['vector(3)', { kind: 'other', declared: 'vector(3)' }],
    ['geometry', { kind: 'other', declared: 'geometry' }],
    ['uuid', { kind: 'other', declared: 'uuid' }],
    ['year', { kind: 'year' }],
  ])('%s', (text, type) => {
    expect(columnDefOf(declared(text), 'mysql').type).toEqual(type)
  })
  it('a text that is checked to be JSON is JSON', () => {
    expect(columnDefOf(declared('longtext', { checkedJson: true, octets: 4_294_967_295 }), 'mariadb').type).toEqual({ kind: 'json' })
  })
})

describe('labels', () => {
  it.each([
    ["enum('A','b')", ['A', 'b']],
    ["enum('it''s','a,b','c)')", ["it's", 'a,b', 'c)']],
    ["set('b\\\\c','x\\ny')", ['b\\c', 'x\ny']],
    ["enum('','가')", ['', '가']],
  ])('of %s', (text, labels) => {
    expect(labelsOf(text)).toEqual(labels)
  })
})

describe('defaults', () => {
  it.each<[string, 'mysql' | 'mariadb', DeclaredColumn, unknown]>([
    ['MySQL: none', 'mysql', declared('int'), null],
    ['MySQL: NULL', 'mysql', declared('int', { nullable: true }), { value: null }],
    ['MySQL: a literal', 'mysql', declared('int', { default: '5' }), { value: '5' }],
    ['MySQL: a text that looks like SQL', 'mysql', declared('varchar(9)', { default: "'x'" }), { value: "'x'" }],
    ['MySQL: the text NULL', 'mysql', declared('varchar(9)', { default: 'NULL' }), { value: 'NULL' }],
    ['MySQL: bits', 'mysql', declared('bit(4)', { default: "b'101'" }), { value: '5' }],
    [
      'MySQL: an expression',
      'mysql',
      declared('datetime', { default: 'CURRENT_TIMESTAMP', extra: 'DEFAULT_GENERATED on update CURRENT_TIMESTAMP' }),
      { expression: 'CURRENT_TIMESTAMP' },
    ],
    ['MariaDB: none', 'mariadb', declared('int'), null],
    ['MariaDB: NULL', 'mariadb', declared('int', { nullable: true, default: 'NULL' }), { value: null }],
    ['MariaDB: a number', 'mariadb', declared('int', { default: '-5' }), { value: '-5' }],
    ['MariaDB: a text', 'mariadb', declared('varchar(9)', { default: "'it''s'" }), { value: "it's" }],
    ['MariaDB: the text NULL', 'mariadb', declared('varchar(9)', { default: "'NULL'" }), { value: 'NULL' }],
    ['MariaDB: bits', 'mariadb', declared('bit(4)', { default: "b'101'" }), { value: '5' }],
    ['MariaDB: an expression', 'mariadb', declared('datetime', { default: 'current_timestamp()' }), { expression: 'current_timestamp()' }],
  ])('%s', (_, dialect, column, expected) => {
    expect(columnDefOf(column, dialect).default).toEqual(expected)
  })
  it('that are expressions make no generated column', () => {
    const def = columnDefOf(declared('datetime', { default: 'CURRENT_TIMESTAMP', extra: 'DEFAULT_GENERATED on update CURRENT_TIMESTAMP' }), 'mysql')
    expect([def.generated, def.onUpdate]).toEqual([false, true])
    expect(columnDefOf(declared('int', { extra: 'STORED GENERATED' }), 'mysql').generated).toBe(true)
    expect(columnDefOf(declared('int', { extra: 'VIRTUAL GENERATED' }), 'mariadb').generated).toBe(true)
  })
})
