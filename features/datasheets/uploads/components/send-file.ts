import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { ApiProblem, problemOf } from '#components/api/problem.ts'
import { uploadPath } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'

type Sent = {
  file: File
  /** The same for another try of the same file: it is not kept twice. */
  idempotencyKey: string
  /** How far a phase is, in 0..1. */
  onProgress: (phase: 'reading' | 'sending', share: number) => void
  signal: AbortSignal
}

/** The browser's own digest wants the whole file in memory, and is missing where the console is served over plain http. */
async function digestOf({ file, onProgress, signal }: Sent): Promise<string> {
  const hash = sha256.create()
  const reader = file.stream().getReader()
  for (let read = 0; ; ) {
    const { done, value } = await reader.read()
    signal.throwIfAborted()
    if (done) return bytesToHex(hash.digest())
    hash.update(value)
    read += value.length
    onProgress('reading', read / file.size)
  }
}

/** The answer as fetch would give it, so that problems are read by the same hand. */
function responseOf(request: XMLHttpRequest): Response {
  const header = (name: string) => request.getResponseHeader(name) ?? ''
  return new Response(request.responseText || null, {
    status: request.status,
    headers: { 'content-type': header('content-type'), 'x-request-id': header('x-request-id') },
  })
}

/** The body straight from the disk. XMLHttpRequest, because fetch does not tell how much has gone out. */
function post({ file, idempotencyKey, onProgress, signal }: Sent, digest: string): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', uploadPath)
    const headers = {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      'content-type': 'application/octet-stream',
      'idempotency-key': idempotencyKey,
      'x-file-name': encodeURIComponent(file.name),
      'x-content-sha256': digest,
    }
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress('sending', total > 0 ? loaded / total : 0)
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => reject(new ApiProblem({ status: 0, code: 'network' }))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** Sends one file with its digest, reading it twice and holding it never. Throws an ApiProblem, or what it was aborted with. */
export async function sendFile(sent: Sent): Promise<Upload> {
  const response = await post(sent, await digestOf(sent))
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Upload
}
