import { expect, it } from 'vitest'
import { familyOf } from './preflight.ts'

it.each([
  ['ds-logs-live-login_comp', 'login_comp'],
  ['ds-logs-live-login_comp-2026.11.21', 'login_comp'],
  ['ds-logs-live-login_comp_20261121', 'login_comp'],
  ['.ds-ds-logs-live-friend-000001', 'friend'],
  ['ds-logs-live-friend_invite', null],
  ['ds-logs-live-friendship', null],
  ['ds-logs-live-item_buy', null],
  ['ds-logs-live-', null],
  ['other-login_comp', null],
])('%s is of the family %s', (index, family) => {
  expect(familyOf(index, 'ds-logs-live-')).toBe(family)
})
