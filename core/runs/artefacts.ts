import type { runKinds } from '#core/runs/kinds.ts'
import { may, type Permission, type Principal } from '#core/shared/permissions.ts'

/** What a run's files ask of those who read them beside `runs.view`, where they hold more than the run itself tells. */
const artefactPermissions: Readonly<Record<string, Permission | undefined>> = {
  'datasheets.export': 'datasheets.export',
} satisfies Partial<Record<(typeof runKinds)[number], Permission>>

/** Whether somebody who sees a run of this kind may have its files. */
export function mayOpenArtefact(who: Principal, kind: string): boolean {
  const permission = Object.hasOwn(artefactPermissions, kind) ? artefactPermissions[kind] : undefined
  return permission === undefined || may(who, permission)
}
