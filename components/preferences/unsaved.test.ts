import { describe, expect, it } from 'vitest'
import { unsavedChanges } from '#components/preferences/unsaved.ts'
import type { DisplayChange } from '#core/shared/display.ts'

function shelf(kept?: string) {
  const items = new Map(kept === undefined ? [] : [['display:u', kept]])
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

/** A server that answers when the test says so. */
function slow() {
  const asked: { change: DisplayChange; answer: (ok: boolean) => void }[] = []
  const save = (change: DisplayChange) =>
    new Promise((resolve, reject) => asked.push({ change, answer: (ok) => (ok ? resolve(null) : reject(new Error('not now'))) }))
  return { asked, save }
}

describe('changes that are not saved yet', () => {
  it('lie in the browser until they are saved', async () => {
    const [storage, server] = [shelf(), slow()]
    const done = unsavedChanges(storage, 'display:u', server.save).keep({ density: 'compact' })
    expect(storage.items.get('display:u')).toBe('{"density":"compact"}')
    server.asked[0]?.answer(true)
    await done
    expect(storage.items.size).toBe(0)
  })
  it('go one after the other, joined while one is under way', async () => {
    const [storage, server] = [shelf(), slow()]
    const { keep } = unsavedChanges(storage, 'display:u', server.save)
    const done = keep({ density: 'compact' })
    await Promise.all([keep({ hiddenColumns: { runs: ['by'] } }), keep({ hiddenColumns: { users: ['email'] } })])
    expect(server.asked).toHaveLength(1)
    server.asked[0]?.answer(true)
    await expect.poll(() => server.asked.length).toBe(2)
    expect(server.asked[1]?.change).toEqual({ density: 'compact', hiddenColumns: { runs: ['by'], users: ['email'] } })
    server.asked[1]?.answer(true)
    await done
    expect(storage.items.size).toBe(0)
  })
  it('stay when the console does not answer, and the next page takes them along', async () => {
    const [storage, broken] = [shelf(), slow()]
    const done = unsavedChanges(storage, 'display:u', broken.save).keep({ menu: 'narrow' })
    broken.asked[0]?.answer(false)
    await done
    expect(storage.items.size).toBe(1)
    const server = slow()
    const { left } = unsavedChanges(storage, 'display:u', server.save)
    expect(left).toEqual({ menu: 'narrow' })
    expect(server.asked[0]?.change).toEqual({ menu: 'narrow' })
    server.asked[0]?.answer(true)
    await expect.poll(() => storage.items.size).toBe(0)
  })
  it('are given up when they are refused again', async () => {
    const [storage, server] = [shelf('{"pins":["?"]}'), slow()]
    unsavedChanges(storage, 'display:u', server.save)
    server.asked[0]?.answer(false)
    await expect.poll(() => storage.items.size).toBe(0)
  })
  it('are none where something else lies in their place', () => {
    for (const text of ['{', 'null', '"x"', '']) expect(unsavedChanges(shelf(text), 'display:u', slow().save).left).toBeNull()
  })
})
