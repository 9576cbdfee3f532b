import { IconAlertTriangle, IconFlask } from '@tabler/icons-react'
import type { EnvironmentKind } from '#features/environments/schema.ts'

export const kindSigns: Record<EnvironmentKind, typeof IconFlask> = { test: IconFlask, production: IconAlertTriangle }
