import type { ColumnDef, ColumnType, TableDef } from '#core/datasheets/table.ts'
import { gameTablesOf } from '#core/sample/game/game.ts'
import type { GameTable } from '#core/sample/game/table.ts'
import { planOf } from '#core/sample/plan.ts'

const labelsOf = (list: string): string[] => [...list.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? '').replaceAll("''", "'"))
const integerBytes: Record<string, 1 | 2 | 4 | 8> = { TINYINT: 1, SMALLINT: 2, INT: 4, BIGINT: 8 }

/** What the sample declares, and no more than that. */
function typeOf(name: string, args: string, rest: string): ColumnType {
  const unsigned = rest.includes('UNSIGNED')
  const collation = /COLLATE (\w+)/.exec(rest)?.[1] ?? 'utf8mb4_general_ci'
  const text = (maxChars: number | null, maxBytes: number): ColumnType => ({ kind: 'text', maxChars, maxBytes, charset: 'utf8mb4', collation })
  const [first = 0, second = 0] = args.split(',').map(Number)
  const bytes = integerBytes[name]
  if (bytes) return { kind: 'integer', bytes, unsigned, boolean: name === 'TINYINT' && args === '1' }
  const types: Record<string, ColumnType> = {
    DECIMAL: { kind: 'decimal', precision: first, scale: second, unsigned },
    DOUBLE: { kind: 'float', double: true, unsigned },
    VARCHAR: text(first, first * 4),
    TEXT: text(null, 65_535),
    ENUM: { kind: 'enum', labels: labelsOf(args), collation },
    SET: { kind: 'set', labels: labelsOf(args), collation },
    DATE: { kind: 'date' },
    TIME: { kind: 'time', fsp: first },
    DATETIME: { kind: 'datetime', fsp: first },
    TIMESTAMP: { kind: 'timestamp', fsp: first },
    JSON: { kind: 'json' },
  }
  const type = types[name]
  if (!type) throw new Error(`the sample declares a ${name}, which this maker does not know`)
  return type
}

function defaultOf(rest: string): ColumnDef['default'] {
  const given = /DEFAULT (CURRENT_TIMESTAMP|'[^']*'|[\d.]+)/.exec(rest)?.[1]
  if (given === undefined) return null
  return given === 'CURRENT_TIMESTAMP' ? { expression: given } : { value: given.replaceAll("'", '') }
}

function columnOf(line: string): ColumnDef | null {
  const [, name, word = '', args = '', rest = ''] = /^`(\w+)` (\w+)(?:\(([^)]*)\))?(.*)$/.exec(line) ?? []
  if (!name) return null
  return {
    name,
    type: typeOf(word, args, rest),
    declared: `${word}${args && `(${args})`}`.toLowerCase(),
    nullable: !rest.includes('NOT NULL'),
    default: defaultOf(rest),
    autoIncrement: rest.includes('AUTO_INCREMENT'),
    generated: rest.includes('GENERATED'),
    onUpdate: rest.includes('ON UPDATE'),
    comment: /COMMENT '([^']*)'/.exec(rest)?.[1] ?? '',
  }
}

const namesIn = (list: string): string[] => [...list.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? '')

function foreignKeyOf(line: string): TableDef['foreignKeys'] {
  const [, name, columns = '', table = '', references = ''] = /^CONSTRAINT `(\w+)` FOREIGN KEY \((.+)\) REFERENCES `(\w+)` \((.+)\)$/.exec(line) ?? []
  return name ? [{ name, columns: namesIn(columns), table, references: namesIn(references), onDelete: 'RESTRICT' }] : []
}

function uniqueKeyOf(line: string): TableDef['uniqueKeys'] {
  const [, name, columns = ''] = /^UNIQUE KEY `(\w+)` \((.+)\)$/.exec(line) ?? []
  return name ? [{ name, columns: namesIn(columns) }] : []
}

/** A table of the sample as its database would describe it, made of its CREATE TABLE. */
const tableOf = ({ name, definition }: GameTable): TableDef => ({
  name,
  comment: '',
  columns: definition.flatMap((line) => columnOf(line) ?? []),
  primaryKey: definition.filter((line) => line.startsWith('PRIMARY KEY')).flatMap(namesIn),
  uniqueKeys: definition.flatMap(uniqueKeyOf),
  foreignKeys: definition.flatMap(foreignKeyOf),
  triggers: [],
})

/** The tables of the sample game, without a server. */
export const sampleTables: readonly TableDef[] = gameTablesOf(planOf(500, 3, Date.parse('2026-11-15T00:00:00+09:00'))).map(tableOf)
