/**
 * The arguments and tags of an ICU message, sorted: `{n, plural, one {# run} other {# runs}} of <b>{name}</b>` gives `['<b>', 'n', 'name']`.
 * Throws an Error where braces do not match.
 */
export function icuArguments(message) {
  const found = new Set()
  const end = readMessage(message, 0, found)
  if (end < message.length) throw new Error(`"}" without "{" at ${end}`)
  return [...found].sort()
}

/** Reads up to the closing brace of this level (or the end), and answers its position. */
function readMessage(text, start, found) {
  let at = start
  while (at < text.length && text[at] !== '}') {
    if (text[at] === "'") at = afterQuote(text, at)
    else if (text[at] === '{') at = readArgument(text, at, found)
    else at = readTag(text, at, found)
  }
  return at
}

/** An apostrophe quotes only before a brace or another apostrophe. */
function afterQuote(text, at) {
  if (text[at + 1] === "'") return at + 2
  if (!'{}<>'.includes(text[at + 1] ?? ' ')) return at + 1
  const end = text.indexOf("'", at + 1)
  return end < 0 ? text.length : end + 1
}

function readTag(text, at, found) {
  const tag = text[at] === '<' ? /^<([a-zA-Z][\w-]*)>/.exec(text.slice(at)) : null
  if (tag) found.add(`<${tag[1]}>`)
  return at + (tag?.[0].length ?? 1)
}

function readArgument(text, at, found) {
  const head = /^\{\s*([\w-]+)\s*(?:,\s*(\w+)\s*(,)?)?/.exec(text.slice(at))
  if (!head) throw new Error(`"{" without a name at ${at}`)
  found.add(head[1])
  const inside = at + head[0].length
  const end = ['plural', 'select', 'selectordinal'].includes(head[2]) ? readChoices(text, inside, found) : text.indexOf('}', inside)
  if (end < 0 || text[end] !== '}') throw new Error(`"{" at ${at} is not closed`)
  return end + 1
}

/** `one {...} other {...}` up to the brace that closes the argument. */
function readChoices(text, start, found) {
  let at = start
  while (at < text.length && text[at] !== '}') {
    const end = text[at] === '{' ? readMessage(text, at + 1, found) : at
    if (end >= text.length) throw new Error('a choice is not closed')
    at = end + 1
  }
  return at
}
