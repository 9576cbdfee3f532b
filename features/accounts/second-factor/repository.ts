import { matchingCounter, readRecoveryCode } from '#core/accounts/totp.ts'
import { type SecondFactorSetting, secondFactorSetting } from '#features/accounts/second-factor/schema.ts'
import { db, type Tx } from '#server/database.ts'
import { secondFactorContext } from '#server/sealed/columns.ts'
import { seal, sha256, unseal } from '#server/secrets.ts'

const settingName = 'second-factor'

export async function hasSecondFactor(userId: string): Promise<boolean> {
  return (await db.secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0
}

export const countRecoveryCodes = (userId: string): Promise<number> => db.recoveryCode.count({ where: { userId, usedAt: null } })

/** Keeps a secret, sealed, that counts for nothing until its first code was right. */
export async function keepSecret(tx: Tx, userId: string, secret: Uint8Array): Promise<void> {
  const fresh = { secretSealed: seal(Buffer.from(secret).toString('base64'), secondFactorContext(userId)), confirmedAt: null, lastCounter: 0 }
  await tx.secondFactor.upsert({ where: { userId }, create: { userId, ...fresh }, update: fresh })
}

/**
 * Takes one code of the app, once: of two at the same moment only one is right. `waiting` is a secret that is being set
 * up, else the one in use.
 */
export async function takeAppCode(tx: Tx, userId: string, typed: string, now: Date, waiting = false): Promise<boolean> {
  const row = await tx.secondFactor.findUnique({ where: { userId } })
  if (!row || (row.confirmedAt === null) !== waiting) return false
  const secret = Buffer.from(unseal(row.secretSealed, secondFactorContext(userId)), 'base64')
  const counter = matchingCounter(secret, typed.replaceAll(/\s/g, ''), now, row.lastCounter)
  if (counter === null) return false
  const data = { lastCounter: counter, ...(waiting ? { confirmedAt: now } : {}) }
  const { count } = await tx.secondFactor.updateMany({ where: { userId, lastCounter: { lt: counter } }, data })
  return count === 1
}

/** Takes a code of the app or a recovery code. */
export async function takeCode(tx: Tx, userId: string, typed: string, now: Date): Promise<'app' | 'recovery' | null> {
  const recovery = readRecoveryCode(typed)
  if (recovery === null) return (await takeAppCode(tx, userId, typed, now)) ? 'app' : null
  const { count } = await tx.recoveryCode.updateMany({ where: { userId, hash: sha256(recovery), usedAt: null }, data: { usedAt: now } })
  return count === 1 ? 'recovery' : null
}

/** New recovery codes in place of all earlier ones. */
export async function replaceRecoveryCodes(tx: Tx, userId: string, codes: readonly string[]): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, hash: sha256(code) })) })
}

export async function deleteSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  return (await tx.secondFactor.deleteMany({ where: { userId } })).count > 0
}

export async function readSetting(): Promise<SecondFactorSetting> {
  const row = await db.accountSetting.findUnique({ where: { name: settingName } })
  return secondFactorSetting.safeParse(row?.value).data ?? { roles: [] }
}

export async function writeSetting(tx: Tx, value: SecondFactorSetting): Promise<void> {
  await tx.accountSetting.upsert({ where: { name: settingName }, create: { name: settingName, value }, update: { value } })
}
