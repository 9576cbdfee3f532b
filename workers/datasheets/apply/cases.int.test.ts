import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { applyPlan, dump, keepPlan, makePlace, planOf, undoPlan } from '#workers/datasheets/testing/apply.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { gamesOn, importOf, refused, thereAndBack } from '#workers/datasheets/testing/there-and-back.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const gameOf = gamesOn(process.env.DATABASE_ADMIN_URL ?? '')
let who: Principal
beforeAll(async () => {
  who = await makePrincipal()
})
afterAll(() => db.$disconnect())

describe('foreign keys', () => {
  it('new parents come before new children, old children go before old parents, and children that move are led away first', async () => {
    const game = await gameOf(
      'CREATE TABLE b_parent (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL UNIQUE)',
      'CREATE TABLE a_child (id INT PRIMARY KEY, parent INT NOT NULL, FOREIGN KEY (parent) REFERENCES b_parent (id))',
      "INSERT INTO b_parent VALUES (1, 'one'), (2, 'two'), (3, 'three')",
      'INSERT INTO a_child VALUES (10, 1), (11, 2), (12, 3)',
    )
    await thereAndBack(who, game, {
      b_parent: [
        ['id', 'name'],
        [3, 'one'],
        [4, 'two'],
        [5, 'three'],
      ],
      a_child: [
        ['id', 'parent'],
        [10, 4],
        [12, 3],
        [13, 5],
      ],
    })
  })

  it('a table that refers to itself, in a circle too', async () => {
    const game = await gameOf(
      'CREATE TABLE node (id INT PRIMARY KEY, parent INT NULL, touched TIMESTAMP(3) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(3), FOREIGN KEY (parent) REFERENCES node (id))',
      'INSERT INTO node (id, parent) VALUES (1, NULL), (2, 1), (3, 2)',
      'UPDATE node SET parent = 3 WHERE id = 1',
    )
    await thereAndBack(who, game, {
      node: [
        ['id', 'parent'],
        [11, 12],
        [12, 13],
        [13, 11],
        [14, null],
      ],
    })
  })

  it('a table that refers to itself and always must', async () => {
    const game = await gameOf(
      'CREATE TABLE node (id VARCHAR(10) PRIMARY KEY, parent VARCHAR(10) NOT NULL, FOREIGN KEY (parent) REFERENCES node (id))',
      "INSERT INTO node VALUES ('z', 'z'), ('y', 'Z'), ('x', 'y'), ('a', 'x')",
    )
    await thereAndBack(who, game, {
      node: [
        ['id', 'parent'],
        ['z', 'z'],
        ['b', 'C'],
        ['c', 'D'],
        ['d', 'z'],
      ],
    })
  })

  it('two tables that refer to each other', async () => {
    const game = await gameOf(
      'CREATE TABLE a (id INT PRIMARY KEY, b INT NULL)',
      'CREATE TABLE b (id INT PRIMARY KEY, a INT NOT NULL, FOREIGN KEY (a) REFERENCES a (id))',
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id)',
      'INSERT INTO a VALUES (1, NULL)',
      'INSERT INTO b VALUES (1, 1)',
      'UPDATE a SET b = 1',
    )
    await thereAndBack(who, game, {
      a: [
        ['id', 'b'],
        [2, 3],
      ],
      b: [
        ['id', 'a'],
        [3, 2],
      ],
    })
  })

  it('rows that the server would delete along are not lost: the import is refused by name', async () => {
    const game = await gameOf(
      'CREATE TABLE parent (id INT PRIMARY KEY, name VARCHAR(9))',
      'CREATE TABLE child (id INT PRIMARY KEY, parent INT NOT NULL, FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE)',
      "INSERT INTO parent VALUES (1, 'a'), (2, 'b')",
      'INSERT INTO child VALUES (1, 1), (2, 1)',
    )
    const before = await dump(game.url)
    await refused(
      who,
      game,
      {
        parent: [
          ['id', 'name'],
          [2, 'b'],
        ],
      },
      { code: 'delete_would_cascade', params: { table: 'parent', child: 'child', rows: 2 } },
    )
    expect(await dump(game.url)).toEqual(before)
    await thereAndBack(who, game, {
      parent: [
        ['id', 'name'],
        [2, 'b'],
      ],
      child: [['id', 'parent']],
    })
  })
})

describe('unique values', () => {
  it('are exchanged in chains and circles, taken by new rows, and compared as the server compares them', async () => {
    const game = await gameOf(
      'CREATE TABLE item (id INT PRIMARY KEY, code INT NOT NULL UNIQUE, name VARCHAR(20) NOT NULL UNIQUE, touched DATETIME NULL ON UPDATE CURRENT_TIMESTAMP)',
      "INSERT INTO item (id, code, name) VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c'), (4, 4, 'd'), (5, 5, 'e'), (6, 6, 'f')",
    )
    await thereAndBack(who, game, {
      item: [
        ['id', 'code', 'name'],
        [1, 2, 'B'],
        [2, 3, 'C'],
        [3, 1, 'A'],
        [4, 5, 'd'],
        [5, 6, 'D2'],
        [7, 4, 'e'],
        [8, 8, 'F'],
      ],
    })
  })

  it('of several columns, where one of them can be NULL meanwhile and another stays', async () => {
    const game = await gameOf(
      'CREATE TABLE item (id INT PRIMARY KEY, slot TINYINT NOT NULL, kind TINYINT NULL, grade DECIMAL(5,2) NOT NULL UNIQUE, UNIQUE (slot, kind))',
      'INSERT INTO item VALUES (1, 1, 7, 1.50), (2, 2, 7, 2.50), (3, 3, 7, 3.50)',
    )
    await thereAndBack(who, game, {
      item: [
        ['id', 'slot', 'kind', 'grade'],
        [1, 2, 7, '2.50'],
        [2, 3, 7, '3.50'],
        [3, 1, 7, '1.50'],
      ],
    })
  })

  it('are refused by name where no other value is free', async () => {
    const game = await gameOf("CREATE TABLE item (id INT PRIMARY KEY, side ENUM('l','r') NOT NULL UNIQUE)", "INSERT INTO item VALUES (1, 'l'), (2, 'r')")
    const before = await dump(game.url)
    await refused(
      who,
      game,
      {
        item: [
          ['id', 'side'],
          [1, 'r'],
          [2, 'l'],
        ],
      },
      { code: 'unique_swap_impossible', params: { table: 'item', key: 'side' } },
    )
    expect(await dump(game.url)).toEqual(before)
  })

  it('of a row that is not deleted cannot be taken', async () => {
    const game = await gameOf('CREATE TABLE item (id INT PRIMARY KEY, code INT NOT NULL UNIQUE)', 'INSERT INTO item VALUES (1, 1)')
    const sheets = {
      item: [
        ['id', 'code'],
        [2, 1],
      ],
    }
    await refused(who, game, sheets, { code: 'import_duplicate', params: { table: 'item' } }, { deletes: false })
    await thereAndBack(who, game, sheets)
  })
})

describe('keys', () => {
  it('are those of the server: other spellings, several columns, every number', async () => {
    const game = await gameOf(
      'CREATE TABLE word (lang VARCHAR(5) NOT NULL, id VARCHAR(20) NOT NULL, body TEXT NULL, PRIMARY KEY (lang, id))',
      "INSERT INTO word VALUES ('ko', 'abc', 'x'), ('ko', 'def', 'y'), ('en', 'abc', NULL)",
      'CREATE TABLE big (id BIGINT UNSIGNED PRIMARY KEY, n INT NULL)',
      'INSERT INTO big VALUES (9007199254740993, 1), (9007199254740992, 2), (18446744073709551615, 3), (0, 4)',
    )
    await thereAndBack(who, game, {
      word: [
        ['lang', 'id', 'body'],
        ['KO', 'ABC', 'x2'],
        ['en', 'abc', 'it\'s "q" \\ 한글 😀'],
        ['en', 'new', null],
      ],
      big: [
        ['id', 'n'],
        ['9007199254740993', 2],
        ['9007199254740992', 1],
        ['18446744073709551615', null],
        ['0', 5],
      ],
    })
  })

  it('that the server chooses are found again, and go again', async () => {
    const game = await gameOf(
      "CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(9), tag VARCHAR(9) NOT NULL DEFAULT 'none', at DATETIME DEFAULT CURRENT_TIMESTAMP)",
      "INSERT INTO item VALUES (7, 'a', 'x', '2020-01-01')",
    )
    const place = await makePlace(game.url)
    const before = await dump(game.url)
    const insert = (name: string): KeptOperation => ({ op: 'insert', key: { id: null }, cells: { name: [null, name] } })
    const planId = await keepPlan(who, place, await planOf(place, { item: { key: ['id'], operations: [insert('b'), insert('c')] } }))
    const { run, importId } = await applyPlan(who, place, planId)
    expect(run).toMatchObject({ error: null, state: 'succeeded' })
    expect(await game.query('SELECT id, name, tag FROM item ORDER BY id')).toEqual([
      { id: 7, name: 'a', tag: 'x' },
      { id: 8, name: 'b', tag: 'none' },
      { id: 9, name: 'c', tag: 'none' },
    ])
    const back = await applyPlan(who, place, await undoPlan(importId), { undoOfId: importId })
    expect(back.run).toMatchObject({ error: null, state: 'succeeded' })
    expect(await dump(game.url)).toEqual(before)
  })
})

describe('what is not as the plan says takes everything back', () => {
  const table = 'CREATE TABLE item (id INT PRIMARY KEY, price INT NOT NULL, name VARCHAR(20) NOT NULL)'
  const rows = "INSERT INTO item VALUES (1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')"
  const sheets = {
    item: [
      ['id', 'price', 'name'],
      [1, 11, 'a'],
      [2, 20, 'b'],
      [4, 40, 'd'],
    ],
  }

  it.each([
    [
      'a changed cell',
      'UPDATE item SET price = 12 WHERE id = 1',
      { op: 'update', key: { id: '1' }, planned: { price: '10' }, wanted: { price: '11' }, now: { price: '12' } },
    ],
    ['another cell of the row', "UPDATE item SET name = 'z' WHERE id = 1", { op: 'update', planned: { name: 'a' }, wanted: { name: 'a' }, now: { name: 'z' } }],
    ['a row that went', 'DELETE FROM item WHERE id = 1', { op: 'update', now: null }],
    ['a row to be deleted', 'UPDATE item SET price = 31 WHERE id = 3', { op: 'delete', wanted: null, now: { price: '31' } }],
    ['a row that came', "INSERT INTO item VALUES (4, 1, 'x')", { op: 'insert', planned: null, wanted: { name: 'd' }, now: { name: 'x' } }],
  ])('%s', async (_, sql, moved) => {
    const game = await gameOf(table, rows)
    const { importId } = await refused(who, game, sheets, { code: 'rows_moved', params: { count: 1, table: 'item' } }, {}, [sql])
    const kept = await db.sheetImportMoved.findMany({ where: { importId } })
    expect(kept.map(({ body }) => body)).toMatchObject([{ table: 'item', ...moved }])
    expect(await game.query('SELECT COUNT(*) AS n FROM item WHERE price = 11')).toMatchObject([{ n: '0' }])
  })

  it('a trigger that writes something else', async () => {
    const game = await gameOf(table, rows, "CREATE TRIGGER raise BEFORE UPDATE ON item FOR EACH ROW SET NEW.name = CONCAT(NEW.name, '!')")
    const before = await dump(game.url)
    await refused(who, game, sheets, { code: 'apply_differs', params: { table: 'item', key: '1', column: 'name', wanted: 'a', found: 'a!' } })
    expect(await dump(game.url)).toEqual(before)
  })

  it('a table that was declared anew', async () => {
    const game = await gameOf(table, rows)
    await refused(who, game, sheets, { code: 'schema_changed' }, {}, ['ALTER TABLE item ADD COLUMN extra INT NULL'])
  })

  it('a table that takes nothing back, and rows that could not be brought back', async () => {
    const game = await gameOf(table.replace('NOT NULL)', 'NOT NULL) ENGINE = MyISAM'), rows)
    await refused(who, game, sheets, { code: 'table_not_transactional', params: { table: 'item' } })
    const other = await gameOf(`${table.slice(0, -1)}, spot POINT NULL)`, rows.replace('item VALUES', 'item (id, price, name) VALUES'))
    await refused(who, other, sheets, { code: 'row_not_restorable', params: { table: 'item', column: 'spot' } })
  })

  it('a plan that is not what was approved', async () => {
    const game = await gameOf(table, rows)
    const place = await makePlace(game.url)
    const planId = await keepPlan(who, place, await compare({ url: game.url, books: { 'a.xlsx': [{ name: 'item', rows: sheets.item }] } }))
    const operations: KeptOperation[] = [{ op: 'update', key: { id: '1' }, cells: { price: ['10', '99'] }, same: { name: 'a' } }]
    const other = await keepPlan(who, place, await planOf(place, { item: { key: ['id'], operations } }))
    await db.sheetPlanBlock.deleteMany({ where: { planId } })
    await db.sheetPlanBlock.updateMany({ where: { planId: other }, data: { planId } })
    const { run } = await applyPlan(who, place, planId)
    expect(run).toMatchObject({ state: 'failed', error: { code: 'plan_damaged' } })
  })
})

it('only ticked tables are written, and only tables that the environment allows', async () => {
  const game = await gameOf(
    'CREATE TABLE a (id INT PRIMARY KEY, n INT)',
    'CREATE TABLE b (id INT PRIMARY KEY, n INT)',
    'INSERT INTO a VALUES (1, 1)',
    'INSERT INTO b VALUES (1, 1)',
  )
  const sheets = {
    a: [
      ['id', 'n'],
      [1, 2],
    ],
    b: [
      ['id', 'n'],
      [1, 2],
    ],
  }
  expect((await importOf(who, game, sheets, { tables: ['b'] })).run).toMatchObject({ state: 'succeeded', result: { updated: 1 } })
  expect(await game.query('SELECT a.n AS a, b.n AS b FROM a, b')).toEqual([{ a: 1, b: 2 }])
  const place = await makePlace(game.url, ['b'])
  const operations: KeptOperation[] = [{ op: 'update', key: { id: '1' }, cells: { n: ['1', '3'] } }]
  const planId = await keepPlan(who, place, await planOf(place, { a: { key: ['id'], operations } }))
  expect((await applyPlan(who, place, planId)).run).toMatchObject({ state: 'failed', error: { code: 'table_not_allowed', params: { table: 'a' } } })
})

it('an account that may not make tables proves the commit by the rows', async () => {
  const game = await gameOf('CREATE TABLE item (id INT PRIMARY KEY, n INT)', 'INSERT INTO item VALUES (1, 1), (2, 2)')
  const address = new URL(game.url)
  const user = `qd_${game.name.slice(-8)}`
  await game.run(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${game.name}.item TO '${user}'@'%'`)
  onTestFinished(() => game.run(`DROP USER '${user}'@'%'`))
  address.username = user
  address.password = 'secret'
  const seen = await compare({
    url: address.toString(),
    books: {
      'a.xlsx': [
        {
          name: 'item',
          rows: [
            ['id', 'n'],
            [1, 5],
            [3, 3],
          ],
        },
      ],
    },
  })
  const place = await makePlace(address.toString())
  const { run, importId } = await applyPlan(who, place, await keepPlan(who, place, seen))
  expect(run).toMatchObject({ error: null, state: 'succeeded' })
  expect(await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })).toMatchObject({ receipt: { provedBy: 'rows' } })
  expect(await game.query("SHOW TABLES LIKE '\\_quarterdeck%'")).toEqual([])
})
