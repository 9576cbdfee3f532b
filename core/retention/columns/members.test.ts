import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sampleRank } from '../sampling.ts'
import { cohortColumns, cohortOf, type Member, memberBlocks } from './members.ts'

const members = fc.uniqueArray(
  fc.record({
    uid: fc.string({ unit: fc.constantFrom('a', 'A', '가', '\u{1f600}', '\uff21'), maxLength: 4 }),
    firstMs: fc.integer({ min: 1.7e12, max: 1.7e12 + 5 }),
  }),
  { selector: ({ uid }) => uid, maxLength: 80 },
)
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
const byLogin = (a: Member, b: Member): number => a.firstMs - b.firstMs || bytes(a.uid, b.uid)
const byRank = (a: Member, b: Member): number => sampleRank(a.uid) - sampleRank(b.uid) || bytes(a.uid, b.uid)

it('is in order of first login, then of bytes, and a sample is those of least rank', () => {
  fc.assert(
    fc.property(members, fc.nat(80), fc.option(fc.integer({ min: 1, max: 90 })), (all, cut, sample) => {
      const blocks = [...memberBlocks(all.slice(0, cut), 0), ...memberBlocks(all.slice(cut), cut)]
      const of = (name: string) => blocks.filter((block) => block.name === name).map((block) => block.data)
      const cohort = cohortOf(of(cohortColumns.uid), of(cohortColumns.first), sample)
      const expected = [...all]
        .sort(byRank)
        .slice(0, sample ?? all.length)
        .sort(byLogin)
      expect(cohort.slice(0, 100)).toEqual(expected)
      expect(cohort.slice(2, 4)).toEqual(expected.slice(2, 4))
      expect([cohort.size, cohort.sampledFrom]).toEqual([expected.length, all.length])
    }),
  )
})
