import { workersAlive } from '#features/runs/schema.ts'
import { loadWorkersAlive } from '#features/runs/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({ permission: 'runs.view', summary: 'How many workers are alive', answer: workersAlive, handle: () => loadWorkersAlive() })
