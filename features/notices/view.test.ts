import { describe, expect, it } from 'vitest'
import { changeOf, emptyHook, faultOf, isAddress, requestOf, tellable } from '#features/notices/view.ts'

describe('what the screen of web hooks makes of things', () => {
  it.each([
    [null, null],
    ['answer', { code: 'answer', said: '' }],
    ['mail_refused: 550 5.1.1: nobody', { code: 'mail_refused', said: '550 5.1.1: nobody' }],
  ])('the fault %s', (lastError, fault) => expect(faultOf({ lastError })).toEqual(fault))

  it.each([
    ['https://game.example/hook', true],
    [' http://10.0.0.1:8080 ', true],
    ['ftp://game.example', false],
    ['game.example', false],
  ])('%s is an address: %s', (text, is) => expect(isAddress(text)).toBe(is))

  it('no environment is all of them, and what is left over is cut off', () => {
    const form = { ...emptyHook, name: ' Reload ', url: ' https://game.example ', events: ['approvals.decided', 'datasheets.applied', 'other'] }
    const request = { name: 'Reload', url: 'https://game.example', events: ['datasheets.applied', 'approvals.decided'], environment: null }
    expect(requestOf(form)).toEqual(request)
    expect(changeOf({ ...form, active: false })).toEqual({ ...request, active: false })
  })

  it('a test is nothing that a hook listens to', () => expect(tellable).not.toContain('hooks.test'))
})
