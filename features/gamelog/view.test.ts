import { describe, expect, it } from 'vitest'
import type { Source } from '#features/gamelog/schema.ts'
import { changeOf, emptySource, formOf, requestOf } from '#features/gamelog/view.ts'

const present: Source = {
  id: 'i',
  name: 'Live',
  url: 'https://logs.example.com:9200',
  prefix: 'live-',
  username: 'reader',
  hasPassword: true,
  zone: 'Asia/Seoul',
  resetHour: 5,
  insecureTls: false,
  nicknameField: null,
  players: { environment: 'Live KR', kind: 'production', table: 'player', uidColumn: 'uid', nicknameColumn: null },
  createdAt: '2026-11-21T00:00:00.000Z',
}

describe('the form of a source', () => {
  it('asks for a new one without what was left empty', () => {
    expect(requestOf({ ...emptySource, name: ' Live ', url: 'https://a ' })).toEqual({
      name: 'Live',
      url: 'https://a',
      prefix: 'ds-logs-live-',
      zone: 'Asia/Seoul',
      resetHour: 0,
      insecureTls: false,
      nicknameField: null,
      players: null,
    })
  })
  it('changes nothing when nothing was changed', () => expect(changeOf(formOf(present), present)).toEqual({}))
  it.each([
    [{ prefix: 'test-' }, { prefix: 'test-' }],
    [{ password: 'new' }, { password: 'new' }],
    [{ username: '' }, { username: null }],
    [{ playerEnvironment: '' }, { players: null }],
    [{ playerNicknameColumn: 'nick' }, { players: { environment: 'Live KR', table: 'player', uidColumn: 'uid', nicknameColumn: 'nick' } }],
  ])('%j', (typed, change) => expect(changeOf({ ...formOf(present), ...typed }, present)).toEqual(change))
})
