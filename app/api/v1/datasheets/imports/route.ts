import { importPage, importQuery } from '#features/datasheets/imports/schema.ts'
import { listImports } from '#features/datasheets/imports/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Plans that were applied or were to be, newest first',
  query: importQuery,
  answer: importPage,
  handle: ({ who, query }) => listImports(who, query),
})
