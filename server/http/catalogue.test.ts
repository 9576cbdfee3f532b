import { createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import english from '#messages/en.json' with { type: 'json' }
import korean from '#messages/ko.json' with { type: 'json' }
import { catalogueOf } from '#server/http/catalogue.ts'
import { wordsIn } from '#server/http/problem.ts'

type Source = { [name: string]: string | Source }
const sources = { en: english, ko: korean } as Record<'en' | 'ko', Source>

function* textsOf(source: Source, path = ''): Generator<[key: string, text: string]> {
  for (const [name, text] of Object.entries(source)) {
    if (typeof text === 'string') yield [`${path}${name}`, text]
    else yield* textsOf(text, `${path}${name}.`)
  }
}

/** A value for every name that stands in braces; tags are another matter, they are drawn by components. */
const valuesFor = (text: string, value: number) => Object.fromEntries([...text.matchAll(/\{\s*(\w+)/g)].map(([, name]) => [name as string, value]))

describe.each(['en', 'ko'] as const)('compiled words (%s)', (locale) => {
  const plain = createTranslator({ locale, messages: sources[locale], timeZone: 'Asia/Seoul' }) as unknown as (key: string, values: object) => string
  const words = wordsIn(locale)

  it.each([0, 1, 1234])('say what the parsed ones say, of %s', (value) => {
    for (const [key, text] of textsOf(sources[locale])) {
      if (/<\w+>/.test(text)) continue
      expect(`${key}: ${words(key, valuesFor(text, value))}`).toBe(`${key}: ${plain(key, valuesFor(text, value))}`)
    }
  })

  it('are plain objects, lists and texts, so that they can be handed to browsers', () => {
    expect(structuredClone(catalogueOf(locale))).toEqual(catalogueOf(locale))
    expect(Object.getPrototypeOf(catalogueOf(locale).runs)).toBe(Object.prototype)
  })

  it('are none for a part of a catalogue, an unknown key and what every object has', () => {
    expect(['runs', 'runs.nothing', 'toString', 'runs.constructor'].map((key) => words(key))).toEqual([null, null, null, null])
  })
})
