import { expect, it } from 'vitest'
import { plainFieldsOf } from './plain-fields.ts'

const paths = { account: 'auth.id', country: 'country', device: 'body.device_mod' }
const keyword = { type: 'keyword', ignore_above: 256 }
const text = { type: 'text', fields: { keyword } }
type Mapping = { type: string; [setting: string]: unknown }
const index = (account: Mapping, country: Mapping = keyword, device: Mapping = keyword) => ({
  mappings: {
    'auth.id': { full_name: 'auth.id', mapping: { id: account } },
    country: { full_name: 'country', mapping: { country } },
    'body.device_mod': { full_name: 'body.device_mod', mapping: { device_mod: device } },
  },
})

it.each([
  ['keywords', { a: index(keyword), b: index(keyword) }, { account: 'auth.id', country: 'country', device: 'body.device_mod', nested: true }],
  [
    'texts with keywords below them',
    { a: index(text, text, text), b: index(text, text, text) },
    { account: 'auth.id.keyword', country: 'country.keyword', device: 'body.device_mod.keyword', nested: true },
  ],
  ['another name in each index', { a: index(keyword), b: index(text) }, null],
  ['an index without the field', { a: index(keyword), b: { mappings: {} } }, null],
  ['an index that is not there', { a: index(keyword) }, null],
  ['numbers', { a: index({ type: 'long' }), b: index({ type: 'long' }) }, null],
  ['letters that are changed', { a: index(keyword, { ...keyword, normalizer: 'lowercase' }), b: index(keyword) }, null],
  ['a value where there is none', { a: index(keyword, keyword, { ...keyword, null_value: 'none' }), b: index(keyword) }, null],
  ['no values by document', { a: index({ ...keyword, doc_values: false }), b: index(keyword) }, null],
  ['something else', 'no', null],
])('what is read of an index that has %s', (_what, body, found) => {
  expect(plainFieldsOf(body, ['a', 'b'], paths, true)).toEqual(found)
})
