import 'server-only'
import { Readable } from 'node:stream'
import { baseHeaders } from '#server/http/problem.ts'

/** RFC 6266: a plain ASCII name for old readers and the whole name beside it. */
function disposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

/** A file that is streamed and never shown in place. `bytes` where the size is known. */
export function download(
  source: NodeJS.ReadableStream | AsyncIterable<string | Uint8Array>,
  file: { name: string; contentType: string; bytes?: number },
): Response {
  const readable =
    source instanceof Readable ? source : Readable.from(source as AsyncIterable<string | Uint8Array>, { objectMode: false, highWaterMark: 1 << 16 })
  const headers = new Headers({ ...baseHeaders, 'content-type': file.contentType, 'content-disposition': disposition(file.name) })
  if (file.bytes !== undefined) headers.set('content-length', String(file.bytes))
  return new Response(Readable.toWeb(readable) as unknown as ReadableStream<Uint8Array>, { headers })
}
