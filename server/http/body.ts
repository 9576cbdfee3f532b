import 'server-only'

/** The body as text, read up to `capBytes`; says when it is larger or not UTF-8. */
export async function readText(
  request: Request,
  capBytes: number,
): Promise<{ ok: true; text: string } | { ok: false; code: 'body_too_large' | 'body_not_utf8' }> {
  if (Number(request.headers.get('content-length') ?? 0) > capBytes) return { ok: false, code: 'body_too_large' }
  if (!request.body) return { ok: true, text: '' }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > capBytes) return { ok: false, code: 'body_too_large' }
    chunks.push(chunk)
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    return { ok: false, code: 'body_not_utf8' }
  }
}
