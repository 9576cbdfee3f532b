import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import type { XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** Names of parts compare without case and without the slash in front (ECMA-376 part 2). */
export const partKey = (name: string): string => (name.startsWith('/') ? name.slice(1) : name).toLowerCase()

/** `[Content_Types].xml`: what each part says it is. */
export class ContentTypes implements XmlHandler {
  readonly #byPart = new Map<string, string>()
  readonly #byExtension = new Map<string, string>()

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (depth === 2 && name === 'Default') this.#byExtension.set((tag.attribute('Extension') ?? '').toLowerCase(), tag.attribute('ContentType') ?? '')
    if (depth === 2 && name === 'Override') this.#byPart.set(partKey(tag.attribute('PartName') ?? ''), tag.attribute('ContentType') ?? '')
    return false
  }

  text(): void {}

  close(): void {}

  of(part: string): string | undefined {
    return this.#byPart.get(partKey(part)) ?? this.#byExtension.get(partKey(part).split('.').at(-1) ?? '')
  }
}

export type Relationship = { id: string; kind: string; target: string; external: boolean }

/** `../styles.xml` as seen from the folder of a part. */
function resolved(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/').filter(Boolean)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

/** A `.rels` part: where the parts that another part names by id are. */
export class Relationships implements XmlHandler {
  readonly list: Relationship[] = []
  readonly #folder: string

  /** `folder` of the part that the relationships belong to: their targets are relative to it. */
  constructor(folder: string) {
    this.#folder = folder
  }

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (depth === 2 && name === 'Relationship') this.#add(tag)
    return false
  }

  #add(tag: XmlTag): void {
    const target = tag.attribute('Target') ?? ''
    const external = tag.attribute('TargetMode') === 'External'
    const type = tag.attribute('Type') ?? ''
    // Both editions of the format end their addresses with the same word.
    this.list.push({
      id: tag.attribute('Id') ?? '',
      kind: type.slice(type.lastIndexOf('/') + 1),
      target: external ? target : resolved(this.#folder, target),
      external,
    })
  }

  text(): void {}

  close(): void {}

  byId(id: string): Relationship | undefined {
    return this.list.find((one) => one.id === id)
  }

  ofKind(kind: string): Relationship[] {
    return this.list.filter((one) => one.kind === kind && !one.external)
  }
}

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
const WORKBOOKS = new Set([`${MAIN}sheet.main+xml`, `${MAIN}template.main+xml`])

/** Refuses by name what is no plain workbook: with macros, in binary form, or something else in a zip archive. */
export function requireWorkbook(type: string | undefined, hasMacros: boolean): void {
  if (type?.includes('sheet.binary.')) throw unreadable('datasheet_xlsb')
  if (hasMacros || type?.includes('macroEnabled')) throw unreadable('datasheet_macro')
  if (type === undefined || !WORKBOOKS.has(type)) throw unreadable('datasheet_not_a_workbook', { found: (type ?? '-').slice(0, 120) })
}
