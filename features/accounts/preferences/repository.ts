import { type Display, standardDisplay } from '#core/shared/display.ts'
import type { Preferences } from '#core/shared/permissions.ts'
import { display } from '#features/accounts/preferences/schema.ts'
import { db, type Tx } from '#server/database.ts'

export async function updatePreferences(tx: Tx, userId: string, preferences: Preferences): Promise<void> {
  await tx.user.update({ where: { id: userId }, data: { ...preferences } })
}

const displayOf = (value: unknown): Display => display.safeParse(value).data ?? standardDisplay

export async function readDisplay(userId: string): Promise<Display> {
  return displayOf((await db.display.findUnique({ where: { userId } }))?.value)
}

/** The person holds still meanwhile: of two changes at once neither loses what the other says. */
export async function lockDisplay(tx: Tx, userId: string): Promise<Display> {
  await tx.$queryRaw`SELECT id FROM accounts_user WHERE id = ${userId} FOR UPDATE`
  const [row] = await tx.$queryRaw<{ value: unknown }[]>`SELECT value FROM accounts_display WHERE userId = ${userId} FOR UPDATE`
  return displayOf(typeof row?.value === 'string' ? JSON.parse(row.value) : row?.value)
}

export async function writeDisplay(tx: Tx, userId: string, value: Display): Promise<void> {
  await tx.display.upsert({ where: { userId }, create: { userId, value }, update: { value } })
}
