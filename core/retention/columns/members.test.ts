import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyOf, type Member } from '../cohort.ts'
import { identities } from '../definition.ts'
import { sampleRank } from '../sampling.ts'
import { cohortColumns, cohortOf, memberBlocks, membersOf } from './members.ts'
import { joinNumbers } from './numbers.ts'
import { joinTexts } from './texts.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'A', '가', '\u{1f600}', '\uff21'), maxLength: 4 })
const members = fc.uniqueArray(fc.record({ uid: text, account: fc.option(text), firstMs: fc.integer({ min: 1.7e12, max: 1.7e12 + 5 }) }), {
  selector: ({ uid, account }) => JSON.stringify([uid, account]),
  maxLength: 80,
})
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const nobodyFirst = (a: string | null, b: string | null): number => (a === null || b === null ? Number(a !== null) - Number(b !== null) : bytes(a, b))
const byName = (a: Member, b: Member): number => bytes(a.uid, b.uid) || nobodyFirst(a.account, b.account)
const byLogin = (a: Member, b: Member): number => a.firstMs - b.firstMs || byName(a, b)

it('is in order of first login, then of bytes, and a sample is those of least rank', () => {
  fc.assert(
    fc.property(members, fc.nat(80), fc.option(fc.integer({ min: 1, max: 90 })), fc.constantFrom(...identities), (all, cut, sample, identity) => {
      const blocks = [...memberBlocks(all.slice(0, cut), 0), ...memberBlocks(all.slice(cut), cut)]
      const of = (name: string) => blocks.filter((block) => block.name === name).map((block) => block.data)
      const accounts = all.every(({ account }) => account === null) ? null : joinTexts(of(cohortColumns.account))
      const cohort = cohortOf({ uids: joinTexts(of(cohortColumns.uid)), accounts, first: joinNumbers(of(cohortColumns.first)) }, identity, sample)
      const rank = (member: Member): number => sampleRank(keyOf(identity, member))
      const expected = [...all]
        .sort((a, b) => rank(a) - rank(b) || byName(a, b))
        .slice(0, sample ?? all.length)
        .sort(byLogin)
      expect(cohort.slice(0, 100)).toEqual(expected)
      expect(cohort.slice(2, 4)).toEqual(expected.slice(2, 4))
      expect([cohort.size, cohort.sampledFrom]).toEqual([expected.length, all.length])
    }),
  )
})

it('a piece of players is read back as it was written', () => {
  fc.assert(
    fc.property(members, (all) => {
      fc.pre(all.length > 0)
      const of = (name: string): Uint8Array => memberBlocks(all, 7).find((block) => block.name === name)?.data ?? new Uint8Array()
      expect(membersOf({ uid: of(cohortColumns.uid), account: of(cohortColumns.account), first: of(cohortColumns.first) })).toEqual(all)
    }),
  )
})
