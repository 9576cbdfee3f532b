import { upload, uploadHeaders, uploadPage, uploadQuery } from '#features/datasheets/uploads/schema.ts'
import { keepUpload, listUploads, uploadCaps } from '#features/datasheets/uploads/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Uploaded datasheets, newest first',
  query: uploadQuery,
  answer: uploadPage,
  handle: ({ who, query }) => listUploads(who, query),
})

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'Keeps a workbook (.xlsx) or a .csv as it comes; the body is the file itself',
  raw: { headers: uploadHeaders, caps: uploadCaps },
  answer: upload,
  status: 201,
  handle: ({ who, headers, bytes, ip, requestId }) =>
    keepUpload(who, { name: headers['x-file-name'], sha256: headers['x-content-sha256'], bytes }, { ip, requestId }),
})
