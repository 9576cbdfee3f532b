import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

export const SCHEMA_FILE = 'prisma/schema.prisma'

const SCALARS = {
  String: 'VARCHAR(191)',
  Int: 'INTEGER',
  BigInt: 'BIGINT',
  Float: 'DOUBLE',
  Decimal: 'DECIMAL(65, 30)',
  DateTime: 'DATETIME(3)',
  Json: 'JSON',
  Bytes: 'LONGBLOB',
  Boolean: 'BOOLEAN',
}
const NATIVE = {
  Int: 'INTEGER',
  UnsignedInt: 'INTEGER UNSIGNED',
  UnsignedBigInt: 'BIGINT UNSIGNED',
  UnsignedSmallInt: 'SMALLINT UNSIGNED',
  UnsignedTinyInt: 'TINYINT UNSIGNED',
  UnsignedMediumInt: 'MEDIUMINT UNSIGNED',
}
const REFERENTIAL = { Cascade: 'CASCADE', Restrict: 'RESTRICT', NoAction: 'NO ACTION', SetNull: 'SET NULL', SetDefault: 'SET DEFAULT' }
const INDEXES = [
  ['unique', 'UNIQUE INDEX'],
  ['normal', 'INDEX'],
  ['fulltext', 'FULLTEXT INDEX'],
]
const NAME_LIMIT = 64

/** The parsed schema (Prisma's data model), read by Prisma's own parser, which is a WebAssembly module and needs no engine. */
export function readDatamodel(file = SCHEMA_FILE) {
  const parser = createRequire(import.meta.url)('@prisma/prisma-schema-wasm')
  return JSON.parse(parser.get_dmmf(JSON.stringify({ prismaSchema: [[file, readFileSync(file, 'utf8')]] }))).datamodel
}

/** The MySQL statements that make this schema from nothing, in Prisma's wording and with its names for indexes and keys. */
export function ddl(datamodel) {
  const tables = datamodel.models.map((model) => createTable(datamodel, model))
  const keys = datamodel.models.flatMap((model) => foreignKeys(datamodel, model))
  return `${[...tables, ...keys].join('\n\n')}\n`
}

const sqlName = (thing) => thing.dbName ?? thing.name
const name = (text) => `\`${text}\``
const literal = (value) => `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const fieldOf = (model, fieldName) => model.fields.find((field) => field.name === fieldName)
const modelOf = (datamodel, modelName) => datamodel.models.find((model) => model.name === modelName)
const limited = (parts) => parts.join('_').slice(0, NAME_LIMIT)

function createTable(datamodel, model) {
  const columns = model.fields.filter((field) => field.kind !== 'object').map((field) => column(datamodel, field))
  const lines = [...columns.map((text) => `    ${text}`), ...indexes(datamodel, model).map((text) => `    ${text}`)]
  const withGap = [...lines.slice(0, columns.length), '', ...lines.slice(columns.length)]
  const body = withGap.map((line, at) => (line && at < withGap.length - 1 ? `${line},` : line)).join('\n')
  return `-- CreateTable\nCREATE TABLE ${name(sqlName(model))} (\n${body}\n) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`
}

function column(datamodel, field) {
  const type = columnType(datamodel, field)
  return `${name(sqlName(field))} ${type} ${field.isRequired ? 'NOT NULL' : 'NULL'}${defaultOf(datamodel, field, type)}`
}

function columnType(datamodel, field) {
  if (field.kind === 'enum')
    return `ENUM(${enumOf(datamodel, field)
      .values.map((value) => literal(sqlName(value)))
      .join(', ')})`
  if (!field.nativeType) return SCALARS[field.type]
  const [native, args] = field.nativeType
  return `${NATIVE[native] ?? native.toUpperCase()}${args.length ? `(${args.join(', ')})` : ''}`
}

const enumOf = (datamodel, field) => datamodel.enums.find((found) => found.name === field.type)

function defaultOf(datamodel, field, type) {
  const value = field.default
  if (!field.hasDefaultValue || value === undefined || field.type === 'Json' || field.type === 'Bytes') return ''
  if (typeof value === 'object') return defaultByFunction(value, type)
  if (field.kind === 'enum') return ` DEFAULT ${literal(sqlName(enumOf(datamodel, field).values.find((found) => found.name === value)))}`
  return ` DEFAULT ${field.type === 'String' || field.type === 'DateTime' ? literal(value) : value}`
}

function defaultByFunction({ name: called, args = [] }, type) {
  if (called === 'autoincrement') return ' AUTO_INCREMENT'
  if (called === 'now') return ` DEFAULT CURRENT_TIMESTAMP${/\(\d\)/.exec(type)?.[0] ?? ''}`
  if (called === 'dbgenerated' && args[0]) return ` DEFAULT ${args[0]}`
  // uuid, cuid, ulid and nanoid are made by the client.
  return ''
}

function indexes(datamodel, model) {
  const own = datamodel.indexes.filter((index) => index.model === model.name)
  const columns = (index) => index.fields.map((part) => indexed(model, part)).join(', ')
  const named = INDEXES.flatMap(([type, keyword]) =>
    own.filter((index) => index.type === type).map((index) => `${keyword} ${name(indexName(model, index))}(${columns(index)})`),
  )
  const primary = own.find((index) => index.type === 'id')
  return primary ? [...named, `PRIMARY KEY (${columns(primary)})`] : named
}

function indexed(model, part) {
  return `${name(sqlName(fieldOf(model, part.name)))}${part.length ? `(${part.length})` : ''}${part.sortOrder === 'desc' ? ' DESC' : ''}`
}

const indexName = (model, index) =>
  index.dbName ?? limited([sqlName(model), ...index.fields.map((part) => sqlName(fieldOf(model, part.name))), index.type === 'unique' ? 'key' : 'idx'])

function foreignKeys(datamodel, model) {
  return model.fields.filter((field) => field.kind === 'object' && field.relationFromFields?.length).map((field) => foreignKey(datamodel, model, field))
}

function foreignKey(datamodel, model, relation) {
  const target = modelOf(datamodel, relation.type)
  const from = relation.relationFromFields.map((found) => fieldOf(model, found))
  const to = relation.relationToFields.map((found) => fieldOf(target, found))
  const list = (fields) => fields.map((field) => name(sqlName(field))).join(', ')
  const onDelete = REFERENTIAL[relation.relationOnDelete] ?? (from.some((field) => !field.isRequired) ? 'SET NULL' : 'RESTRICT')
  const constraint = limited([sqlName(model), ...from.map(sqlName), 'fkey'])
  return [
    '-- AddForeignKey',
    `ALTER TABLE ${name(sqlName(model))} ADD CONSTRAINT ${name(constraint)} FOREIGN KEY (${list(from)}) ` +
      `REFERENCES ${name(sqlName(target))}(${list(to)}) ON DELETE ${onDelete} ON UPDATE ${REFERENTIAL[relation.relationOnUpdate] ?? 'CASCADE'};`,
  ].join('\n')
}
