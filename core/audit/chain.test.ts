import { describe, expect, it } from 'vitest'
import { type AuditContent, canonicalContent } from '#core/audit/canonical.ts'
import { type AuditRow, type ChainHead, genesis, headHolds, headMac, type Link, sealRows, signatureHolds, signContent } from '#core/audit/chain.ts'
import { findForged, followChain, type Sealed } from '#core/audit/verify.ts'

const key = new Uint8Array(32).fill(7)
const content: AuditContent = {
  at: new Date('2026-11-21T05:02:11.123Z'),
  userId: 'u-1',
  userName: '가나다',
  via: 'session',
  ip: '10.0.0.1',
  userAgent: null,
  action: 'runs.cancel',
  object: 'run:12',
  outcome: 'done',
  requestId: 'r-1',
  runId: 12n,
  planId: null,
  detail: { from: 'running', list: ['b', 'a'] },
  before: null,
  after: null,
}
const signed = (id: bigint, change: Partial<AuditContent> = {}): AuditRow => {
  const row = { ...content, ...change }
  return { ...row, id, signature: signContent(key, `nonce${id}`, row) }
}
const rows = [1n, 2n, 3n, 4n].map((id) => signed(id, { object: `run:${id}` }))
const trust = { key, legacyThrough: 0n }

function chain(of: readonly AuditRow[]): { sealed: { link: Link; row: AuditRow | null }[]; head: ChainHead } {
  const { links, head } = sealRows(key, genesis, of)
  return { sealed: links.map((link, index) => ({ link, row: of[index] ?? null })), head }
}
const withRow = (sealed: Sealed[], index: number, row: AuditRow | null): Sealed[] => sealed.map((one, at) => (at === index ? { ...one, row } : one))
const check = (sealed: readonly Sealed[]) => followChain(trust, genesis, sealed).broken

describe('the canonical text of a row', () => {
  it('is the same whatever order the server gives keys in', () => {
    const other = { ...content, detail: { list: ['b', 'a'], from: 'running' } }
    expect(canonicalContent(other)).toBe(canonicalContent(content))
    expect(canonicalContent(content)).toBe(
      '["2026-11-21T05:02:11.123Z","u-1","가나다","session","10.0.0.1",null,"runs.cancel","run:12","done","r-1","12",null,{"from":"running","list":["b","a"]},null,null]',
    )
  })
  it.each(Object.keys(content) as (keyof AuditContent)[])('differs when %s does', (name) => {
    const other = { ...content, [name]: name === 'at' ? new Date(0) : name === 'runId' ? 13n : 'other' }
    expect(canonicalContent(other)).not.toBe(canonicalContent(content))
  })
  it('tells a column from its neighbour', () => {
    expect(canonicalContent({ ...content, userId: 'a', userName: 'bc' })).not.toBe(canonicalContent({ ...content, userId: 'ab', userName: 'c' }))
    expect(canonicalContent({ ...content, requestId: null, object: 'r-1' })).not.toBe(canonicalContent(content))
  })
})

describe('a signature', () => {
  it('holds for the row that it was made for, and no other', () => {
    const row = signed(1n)
    expect(signatureHolds(key, row)).toBe(true)
    expect(signatureHolds(key, { ...row, userName: 'x' })).toBe(false)
    expect(signatureHolds(new Uint8Array(32), row)).toBe(false)
    expect(signatureHolds(key, { ...row, signature: null })).toBe(false)
    expect(signatureHolds(key, { ...row, signature: 'nonsense' })).toBe(false)
  })
})

describe('the chain', () => {
  it('holds when nothing was touched, also in pieces', () => {
    const { sealed, head } = chain(rows)
    expect(followChain(trust, genesis, sealed)).toEqual({ head, broken: null })
    const half = followChain(trust, genesis, sealed.slice(0, 2))
    expect(followChain(trust, half.head, sealed.slice(2))).toEqual({ head, broken: null })
  })
  it('goes on in another batch as if it were one', () => {
    const first = sealRows(key, genesis, rows.slice(0, 2))
    const second = sealRows(key, first.head, rows.slice(2))
    expect([...first.links, ...second.links]).toEqual(sealRows(key, genesis, rows).links)
  })
  it('names a row that was altered, deleted, inserted, or put elsewhere', () => {
    const { sealed } = chain(rows)
    expect(check(withRow(sealed, 1, { ...signed(2n, { object: 'run:2' }), userName: 'x' }))).toEqual({ seq: 2n, id: 2n, reason: 'altered' })
    expect(check(withRow(sealed, 2, null))).toEqual({ seq: 3n, id: 3n, reason: 'deleted' })
    expect(check(sealed.filter((_, index) => index !== 1))).toEqual({ seq: 2n, id: null, reason: 'deleted' })
    const forged = { ...content, id: 5n, signature: null }
    expect(check(chain([...rows, forged]).sealed)).toEqual({ seq: 5n, id: 5n, reason: 'inserted' })
    const swapped = [
      ...withRow(sealed, 0, { ...(sealed[1]?.row as AuditRow), id: 1n }).slice(0, 1),
      ...withRow(sealed, 1, { ...(sealed[0]?.row as AuditRow), id: 2n }).slice(1),
    ]
    expect(check(swapped)).toEqual({ seq: 1n, id: 1n, reason: 'reordered' })
  })
  it('names a seal that was changed', () => {
    const { sealed } = chain(rows)
    const changed = sealed.map((one, at) => (at === 2 ? { ...one, link: { ...one.link, hash: '0'.repeat(64) } } : one))
    expect(check(changed)).toEqual({ seq: 3n, id: 3n, reason: 'reordered' })
    const foreign = sealed.map((one, at) => (at === 2 ? { ...one, link: { ...one.link, prevHash: '0'.repeat(64) } } : one))
    expect(check(foreign)?.seq).toBe(3n)
  })
  it('trusts unsigned rows of the time before signing, and only those', () => {
    const old = { ...content, id: 1n, signature: null }
    const { sealed } = chain([old])
    expect(followChain({ key, legacyThrough: 1n }, genesis, sealed).broken).toBeNull()
    expect(followChain({ key, legacyThrough: 1n }, genesis, withRow(sealed, 0, { ...old, userName: 'x' })).broken).toMatchObject({ reason: 'altered' })
    expect(findForged({ key, legacyThrough: 1n }, [old])).toBeNull()
    expect(findForged(trust, [signed(3n), old])).toEqual({ seq: null, id: 1n, reason: 'inserted' })
    expect(findForged(trust, [{ ...signed(3n), action: 'x' }])).toEqual({ seq: null, id: 3n, reason: 'altered' })
  })
})

describe('the head', () => {
  it('cannot be set back', () => {
    const { head } = chain(rows)
    const mac = headMac(key, head, 0n)
    expect(headHolds(key, { ...head, legacyThrough: 0n, mac })).toBe(true)
    expect(headHolds(key, { ...head, seq: 3n, legacyThrough: 0n, mac })).toBe(false)
    expect(headHolds(key, { ...head, legacyThrough: 9n, mac })).toBe(false)
    expect(headHolds(key, { ...head, legacyThrough: 0n, mac: null })).toBe(false)
    expect(headHolds(key, { ...genesis, legacyThrough: 5n, mac: null })).toBe(true)
  })
})
