import { icuArguments } from './icu.mjs'
import { readText, sizeOf } from './source-tree.mjs'

const LANGUAGES = ['ko', 'en']

/** Faults of messages/ko.json and messages/en.json as `{ path, fault }`: the same keys in both, no empty text, the same arguments and tags in each text. */
export function checkMessages(root) {
  const files = LANGUAGES.map((language) => `messages/${language}.json`)
  const missing = files.filter((path) => !sizeOf(root, path))
  if (missing.length) return missing.map((path) => ({ path, fault: 'the file is missing: every text exists in Korean and in English' }))
  const [left, right] = files.map((path) => ({ path, texts: flatten(JSON.parse(readText(root, path))) }))
  return [...onlyIn(left, right), ...onlyIn(right, left), ...left.texts.keys().flatMap((key) => textFaults(key, left, right))]
}

/** Texts by their full key: `runs.states.queued`. */
function flatten(tree, prefix = '') {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)])),
  )
}

const onlyIn = (here, there) =>
  [...here.texts.keys()].filter((key) => !there.texts.has(key)).map((key) => ({ path: there.path, fault: `"${key}" is missing (${here.path} has it)` }))

function textFaults(key, left, right) {
  const sides = [left, right].filter((side) => side.texts.has(key)).map((side) => ({ ...side, ...argumentsOf(side.texts.get(key)) }))
  const broken = sides.filter((side) => side.error).map((side) => ({ path: side.path, fault: `"${key}": ${side.error}` }))
  if (broken.length || sides.length < 2) return broken
  const [one, other] = sides.map((side) => side.names.join(', '))
  return one === other ? [] : [{ path: right.path, fault: `"${key}" uses {${other}}, but ${left.path} uses {${one}}` }]
}

function argumentsOf(text) {
  try {
    return text.trim() ? { names: icuArguments(text) } : { error: 'the text is empty' }
  } catch (error) {
    return { error: error.message }
  }
}
