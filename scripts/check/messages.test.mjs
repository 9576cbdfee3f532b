import { describe, expect, it } from 'vitest'
import { inTempProject } from '../testing/temp-project.mjs'
import { checkMessages } from './messages.mjs'

const faultsOf = (ko, en) => inTempProject({ 'messages/ko.json': JSON.stringify(ko), 'messages/en.json': JSON.stringify(en) }, checkMessages)

describe('messages', () => {
  it('accepts the same keys with the same arguments, in whatever order and form', async () => {
    const ko = { runs: { count: '{name}의 작업 {n}개', title: '작업' } }
    const en = { runs: { title: 'Runs', count: '{n, plural, one {# run} other {# runs}} of {name}' } }
    expect(await faultsOf(ko, en)).toEqual([])
  })

  it('names a key that one language lacks', async () => {
    expect(await faultsOf({ a: { b: '가', c: '나' } }, { a: { b: 'x' }, d: 'y' })).toEqual([
      { path: 'messages/en.json', fault: '"a.c" is missing (messages/ko.json has it)' },
      { path: 'messages/ko.json', fault: '"d" is missing (messages/en.json has it)' },
    ])
  })

  it('names a text whose arguments differ', async () => {
    expect(await faultsOf({ a: '{count}개' }, { a: '{total} of them' })).toEqual([
      { path: 'messages/en.json', fault: '"a" uses {total}, but messages/ko.json uses {count}' },
    ])
  })

  it('names broken and empty texts', async () => {
    const faults = await faultsOf({ a: '{n', b: ' ' }, { a: '{n}', b: 'x' })
    expect(faults.map(({ fault }) => fault)).toEqual([expect.stringContaining('"a": '), '"b": the text is empty'])
  })

  it('names a missing file', async () => {
    const faults = await inTempProject({ 'messages/ko.json': '{}' }, checkMessages)
    expect(faults).toEqual([{ path: 'messages/en.json', fault: expect.stringContaining('missing') }])
  })
})
