import { open } from 'node:fs/promises'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'

/** What a file is by its content, whatever its name says, and which sheets it has. Refuses what cannot be read, by name. */
export async function inspectFile(path: string, name: string): Promise<Pick<Upload, 'kind' | 'sheets'> | Refusal> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    if (bytesRead === 0) return refuse('upload_empty', 422, { file: name })
    if (buffer.toString('hex').startsWith('d0cf11e0')) return refuse('upload_old_excel', 422, { file: name })
    if (buffer.toString('latin1').startsWith('PK')) return { kind: 'xlsx', sheets: [] }
    return { kind: 'csv', sheets: [{ name: name.replace(/\.[^.]*$/, ''), hidden: false }] }
  } finally {
    await file.close()
  }
}
