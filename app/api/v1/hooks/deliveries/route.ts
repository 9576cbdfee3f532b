import { pageOfDeliveries } from '#features/notices/hooks/service.ts'
import { deliveryPage, deliveryQuery } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'hooks.manage',
  summary: 'Calls of web hooks and mails of the last 30 days, the newest first',
  query: deliveryQuery,
  answer: deliveryPage,
  handle: ({ who, query }) => pageOfDeliveries(who, query),
})
