import { expect, it } from 'vitest'
import { type Dynamics, mayHide } from '#server/search/hidden.ts'

it.each<[string, Dynamics, boolean]>([
  ['says nothing', {}, false],
  ['takes everything in', { dynamic: 'true' }, false],
  ['refuses documents with what it does not know', { dynamic: 'strict' }, false],
  ['leaves it out', { dynamic: 'false' }, true],
  ['leaves it out but for templates', { dynamic: 'false_allow_templates' }, true],
  ['leaves it out of the body', { properties: { body: { dynamic: false } } }, true],
  ['leaves it out of everything but the body', { dynamic: 'false', properties: { body: { dynamic: 'true' } } }, false],
  ['leaves it out of another object', { properties: { auth: { dynamic: 'false' } } }, false],
  ['looks at nothing of the body', { properties: { body: { enabled: false } } }, true],
  ['looks at nothing of what lies above it', { properties: { body: { properties: { play_stats: { enabled: false } } } } }, true],
  ['looks at nothing', { enabled: false }, true],
])('a mapping that %s', (_what, mapping, expected) => {
  expect(mayHide(mapping, 'body.play_stats.monster_kill_cnt')).toBe(expected)
})
