import type { Principal } from '#core/shared/permissions.ts'
import { recordAudit } from '#features/audit/repository.ts'
import type { Rotation } from '#features/environments/secrets/schema.ts'
import { db } from '#server/database.ts'
import { rotateSecrets } from '#server/sealed/rotate.ts'

const pieceMs = 10_000

/** Seals stored secrets anew under the present key, for about 10 s a call. */
export async function rotate(who: Principal, origin: { ip: string; requestId: string }): Promise<Rotation> {
  const found = await rotateSecrets(pieceMs)
  const sum = (of: (column: Rotation['columns'][number]) => number) => found.columns.reduce((total, column) => total + of(column), 0)
  const detail = {
    keyId: found.keyId,
    done: found.done,
    resealed: sum(({ resealed }) => resealed),
    left: sum(({ left }) => left),
    unreadable: sum(({ unreadable }) => unreadable),
  }
  await db.$transaction((tx) => recordAudit(tx, { who, action: 'secrets.rotate', detail, ...origin }))
  return found
}
