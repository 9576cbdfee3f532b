/** What the first bytes of a file say it is. `text` may be a CSV file. */
export type FileKind = 'empty' | 'zip' | 'ole2' | 'pdf' | 'gzip' | '7z' | 'rar' | 'png' | 'jpeg' | 'html' | 'xml' | 'binary' | 'text'

const MAGIC: readonly (readonly [FileKind, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['ole2', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['gzip', [0x1f, 0x8b]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
]

/** Names under which web pages and the XML of 2003 are saved as `.xls`. */
const MARKUP = /^\s*<(\?xml|!doctype|html|table|workbook)/i

/** How many bytes `kindOfBytes` wants to see. */
export const HEAD_BYTES = 4096

/** Tells a file by its first bytes, never by its name. A text in UTF-16 must have its mark: without, its zeros make it binary. */
export function kindOfBytes(head: Uint8Array): FileKind {
  if (!head.length) return 'empty'
  const known = MAGIC.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))
  if (known) return known[0]
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'text'
  if (head.includes(0)) return 'binary'
  const markup = MARKUP.exec(new TextDecoder('utf-8').decode(head.subarray(0, 512)))?.[1]
  if (markup) return /xml|workbook/i.test(markup) ? 'xml' : 'html'
  return 'text'
}

/** Of an OLE2 file: where the directory of its streams begins, in bytes; null when the header makes no sense. */
export function oleDirectoryPlace(head: Uint8Array): number | null {
  if (head.length < 52) return null
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const shift = view.getUint16(30, true)
  return shift === 9 || shift === 12 ? (view.getUint32(48, true) + 1) * 2 ** shift : null
}

/** What the names of its streams say of an OLE2 file: Office puts an encrypted .xlsx into one, and the old .xls is one. */
export function oleKind(directory: Uint8Array): 'encrypted' | 'xls' | 'other' {
  const names = new TextDecoder('utf-16le').decode(directory.subarray(0, directory.length - (directory.length % 2)))
  if (names.includes('EncryptedPackage') || names.includes('EncryptionInfo')) return 'encrypted'
  return names.includes('Workbook\0') || names.includes('Book\0') ? 'xls' : 'other'
}
