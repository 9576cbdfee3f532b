import { ApiProblem, problemOf } from '#components/api/problem.ts'
import { sha256 } from '#features/datasheets/uploads/components/sha256.ts'
import { uploadPath } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'

type Sending = {
  /** Bytes that have gone out. */
  onProgress?: (sent: number) => void
  signal?: AbortSignal
  /** The same for another try of the same file: it is not kept twice. */
  idempotencyKey: string
}

/** SHA-256 of a file as the browser reads it, hex. */
export async function digestOfFile(file: Blob): Promise<string> {
  const hash = sha256()
  const reader = file.stream().getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) hash.update(part.value)
  return hash.hex()
}

/** The answer as fetch would give it, so that problems are read by the same hand. */
const responseOf = (request: XMLHttpRequest): Response =>
  new Response(request.responseText || null, {
    status: request.status,
    headers: { 'content-type': request.getResponseHeader('content-type') ?? '', 'x-request-id': request.getResponseHeader('x-request-id') ?? '' },
  })

/** Sends one file with its digest. XMLHttpRequest, because fetch does not tell how much has gone out. Throws an ApiProblem, or AbortError. */
export async function sendFile(file: File, { onProgress, signal, idempotencyKey }: Sending): Promise<Upload> {
  const digest = await digestOfFile(file)
  signal?.throwIfAborted()
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', uploadPath)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', idempotencyKey)
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.setRequestHeader('x-content-sha256', digest)
    request.upload.onprogress = (event) => onProgress?.(event.loaded)
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'network' }))
    request.onabort = () => reject(signal?.reason ?? new DOMException('', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Upload
}
