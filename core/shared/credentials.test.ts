import { describe, expect, it } from 'vitest'
import { withoutCredentials } from '#core/shared/credentials.ts'

describe('withoutCredentials', () => {
  it.each([
    ['connect mysql://me:p%40ss@db:3306/game failed', 'connect mysql://***@db:3306/game failed'],
    ['two redis://:a@x https://u:b@y/z', 'two redis://***@x https://***@y/z'],
    ['no address, mail a@b.c', 'no address, mail a@b.c'],
    ['http://host/path?q=a@b', 'http://host/path?q=a@b'],
  ])('%s', (text, clean) => expect(withoutCredentials(text)).toBe(clean))

  it('takes out known secrets as they are and as addresses write them', () => {
    expect(withoutCredentials('it said p@ss word or p%40ss%20word', ['p@ss word'])).toBe('it said *** or ***')
  })
  it('leaves texts alone that a short secret would shred', () => {
    expect(withoutCredentials('a banana', ['a', ''])).toBe('a banana')
  })
})
