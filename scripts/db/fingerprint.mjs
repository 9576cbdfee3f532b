const COLUMNS = `
  SELECT table_name AS t, column_name AS c, column_type AS y, is_nullable AS n, column_default AS d, extra AS e, collation_name AS k
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> '_prisma_migrations' ORDER BY 1, 2`
const INDEXES = `
  SELECT table_name AS t, index_name AS i, non_unique AS u, seq_in_index AS s, column_name AS c, sub_part AS p, index_type AS y
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> '_prisma_migrations' ORDER BY 1, 2, 4`
const FOREIGN_KEYS = `
  SELECT r.table_name AS t, r.constraint_name AS i, r.referenced_table_name AS rt, r.update_rule AS u, r.delete_rule AS d,
    k.column_name AS c, k.referenced_column_name AS rc, k.ordinal_position AS o
  FROM information_schema.referential_constraints r
  JOIN information_schema.key_column_usage k
    ON k.constraint_schema = r.constraint_schema AND k.constraint_name = r.constraint_name AND k.table_name = r.table_name
  WHERE r.constraint_schema = DATABASE() ORDER BY 1, 2, 8`

/** The structure of the connection's database as lines that can be compared: a fact per column, index part and foreign key. */
export async function fingerprint(connection) {
  const facts = async (kind, sql) => (await connection.query(sql)).map((row) => `${kind} ${Object.values(row).join('|')}`)
  return [...(await facts('column', COLUMNS)), ...(await facts('index', INDEXES)), ...(await facts('foreign key', FOREIGN_KEYS))]
}

/** What one side has and the other lacks. */
export function difference(left, right) {
  const inLeft = new Set(left)
  const inRight = new Set(right)
  return { onlyLeft: left.filter((fact) => !inRight.has(fact)), onlyRight: right.filter((fact) => !inLeft.has(fact)) }
}
