import { doctor } from '#features/system/schema.ts'
import { diagnose } from '#features/system/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({ permission: 'system.view', summary: "The state of the console's own parts", answer: doctor, handle: () => diagnose() })
