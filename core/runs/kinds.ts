import type { RunCommand } from '#core/runs/state.ts'
import type { Permission } from '#core/shared/permissions.ts'

/** Every kind of run there is. */
export const runKinds = [
  'sample.load',
  'retention.analyse',
  'datasheets.diff',
  'datasheets.import',
  'datasheets.compare',
  'datasheets.derive',
  'datasheets.export',
] as const

/** What a command asks for beside `runs.control`: going on with an import is importing. */
export const commandPermissions: Partial<Record<string, Partial<Record<RunCommand, Permission>>>> = {
  'datasheets.import': { retry: 'datasheets.import', resume: 'datasheets.import' },
}
