import { unfinished } from '#features/runs/view.ts'

/** Own runs that stopped and wait for somebody. */
export const attention = { by: 'me', state: 'failed,paused', sort: '-updatedAt', pageSize: 6 }
export const going = { state: unfinished, sort: '-createdAt', pageSize: 6 }
export const recent = { page: 1, pageSize: 6 }
