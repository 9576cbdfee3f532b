import { type Refusal, refuse } from '#core/shared/refusal.ts'
import type { EnvironmentChange, EnvironmentKind } from '#features/environments/schema.ts'

type Guarded = { name: string; kind: EnvironmentKind | string }

/** What happens to a production environment asks for its name, typed by the person; null when nothing stands in the way. */
export function confirmationFault(row: Guarded, confirm: string | undefined): Refusal | null {
  if (row.kind !== 'production' || confirm === row.name) return null
  return refuse('confirmation_needed', 409, { name: row.name }, 'confirm')
}

/** Whether a change is one that asks for the typed name. */
export const isDangerous = ({ url, tables, kind }: EnvironmentChange): boolean => url !== undefined || tables !== undefined || kind !== undefined
