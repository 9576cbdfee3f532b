import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyFilterOf, keyText, mayHold } from './key-filter.ts'

it('a filter holds every key that it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.option(fc.string())), { maxLength: 60 }), (keys) => {
      const texts = keys.map(keyText)
      const filter = keyFilterOf(texts)
      return texts.every((text) => mayHold(filter, text))
    }),
  )
})

it('few other keys seem to be there', () => {
  const filter = keyFilterOf(Array.from({ length: 500 }, (_, id) => keyText({ id: String(id) })))
  const seeming = Array.from({ length: 10_000 }, (_, id) => keyText({ id: String(id + 500) })).filter((text) => mayHold(filter, text))
  expect(filter.length).toBe(625)
  expect(seeming.length).toBeLessThan(200)
})

it('the filter of no keys holds none', () => {
  expect(mayHold(keyFilterOf([]), keyText({ id: '1' }))).toBe(false)
})
