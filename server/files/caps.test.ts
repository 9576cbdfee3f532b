import { expect, it } from 'vitest'
import { defaultCaps } from '#core/datasheets/reading/caps.ts'
import { readingCaps } from '#server/files/caps.ts'

it('without settings the caps are those that the reader was made for', () => {
  expect(readingCaps).toEqual(defaultCaps)
})
