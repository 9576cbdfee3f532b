import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ddl, readDatamodel } from './ddl.mjs'

function fromSchema(models) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-schema-'))
  const file = join(folder, 'schema.prisma')
  try {
    writeFileSync(file, `generator client {\n  provider = "prisma-client"\n  output = "x"\n}\ndatasource db {\n  provider = "mysql"\n}\n${models}`)
    return ddl(readDatamodel(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it.each([
  ['Int @default(7)', '`x` INTEGER NOT NULL DEFAULT 7'],
  ['Boolean @default(false)', '`x` BOOLEAN NOT NULL DEFAULT false'],
  ['String? @db.VarChar(40)', '`x` VARCHAR(40) NULL'],
  ['String @default("it\'s")', "`x` VARCHAR(191) NOT NULL DEFAULT 'it''s'"],
  ['DateTime @default(now())', '`x` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)'],
  ['DateTime @default(now()) @db.DateTime(6)', '`x` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)'],
  ['String @default(uuid())', '`x` VARCHAR(191) NOT NULL'],
  ['Int @db.UnsignedInt', '`x` INTEGER UNSIGNED NOT NULL'],
  ['Decimal @db.Decimal(20, 4)', '`x` DECIMAL(20, 4) NOT NULL'],
  ['Colour @default(red)', "`x` ENUM('red', 'dark-blue') NOT NULL DEFAULT 'red'"],
])('writes the column of %s', (type, column) => {
  const text = fromSchema(`enum Colour {\n  red\n  blue @map("dark-blue")\n}\nmodel A {\n  id Int @id\n  x ${type}\n}\n`)
  expect(text).toContain(`    ${column},\n`)
})

it('names indexes and keys as Prisma does', () => {
  const text = fromSchema(
    'model A {\n  id Int @id\n  b B[]\n  @@map("a_table")\n}\nmodel B {\n  id Int @id\n  aId Int? @map("a_id")\n  a A? @relation(fields: [aId], references: [id])\n  @@index([aId, id(sort: Desc)])\n  @@unique([aId, id])\n}\n',
  )
  expect(text).toContain('UNIQUE INDEX `B_a_id_id_key`(`a_id`, `id`)')
  expect(text).toContain('INDEX `B_a_id_id_idx`(`a_id`, `id` DESC)')
  expect(text).toContain('ADD CONSTRAINT `B_a_id_fkey` FOREIGN KEY (`a_id`) REFERENCES `a_table`(`id`) ON DELETE SET NULL ON UPDATE CASCADE;')
})
