import { describe, expect, it } from 'vitest'
import { kindOfBytes, oleDirectoryPlace, oleKind } from '#core/datasheets/reading/magic.ts'

describe('the first bytes of a file', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['an archive', 'PK\x03\x04', 'zip'],
    ['an empty archive', 'PK\x05\x06', 'zip'],
    ['the old binary format', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole2'],
    ['a PDF', '%PDF-1.7', 'pdf'],
    ['gzip', '\x1f\x8b\x08', 'gzip'],
    ['a picture', '\x89PNG\r\n', 'png'],
    ['a web page that is called .xls', ' <HTML><table>', 'html'],
    ['the XML of 2003', '<?xml version="1.0"?><Workbook>', 'xml'],
    ['text', 'id,name\r\n', 'text'],
    ['text in UTF-16 with its mark', '\xff\xfei\0d\0', 'text'],
    ['text in UTF-16 without', 'i\0d\0', 'binary'],
    ['other bytes', '\x7fELF\0', 'binary'],
  ])('%s', (_what, bytes, kind) => {
    expect(kindOfBytes(Buffer.from(bytes, 'latin1'))).toBe(kind)
  })

  it.each([
    ['EncryptedPackage', 'encrypted'],
    ['Workbook\0', 'xls'],
    ['Book\0', 'xls'],
    ['WordDocument\0', 'other'],
  ])('a stream called %j makes an OLE2 file %s', (name, kind) => {
    expect(oleKind(Buffer.from(`Root Entry\0${name}`, 'utf16le'))).toBe(kind)
  })

  it('the directory of an OLE2 file is where its header says', () => {
    const head = Buffer.alloc(512)
    head.writeUInt16LE(9, 30)
    head.writeUInt32LE(3, 48)
    expect(oleDirectoryPlace(head)).toBe(2048)
    expect(oleDirectoryPlace(head.subarray(0, 40))).toBeNull()
    head.writeUInt16LE(40, 30)
    expect(oleDirectoryPlace(head)).toBeNull()
  })
})
