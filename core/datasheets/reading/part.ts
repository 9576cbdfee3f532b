import { TextPieces } from '#core/datasheets/reading/decoder.ts'
import { type XmlHandler, XmlReader } from '#core/datasheets/reading/xml.ts'

/** Where the bytes of a part go, piece by piece. */
export interface ByteSink {
  push(bytes: Uint8Array): void
  end(): void
}

/** Bytes of an XML part to a handler. */
export function xmlSink(part: string, handler: XmlHandler): ByteSink {
  const text = new TextPieces(part)
  const xml = new XmlReader(part, handler)
  let rest = ''
  const read = (window: string): void => {
    rest = window.slice(xml.read(window))
  }
  return {
    push: (bytes) => read(text.push(bytes, rest)),
    end: () => {
      read(rest + text.end())
      xml.end(rest)
    },
  }
}
