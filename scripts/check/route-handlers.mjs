const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const MADE = /^export const ([A-Z]+) = route[.(<]/
const PLAIN = /^export (?:const|function|async function) ([A-Z]+)\b/
const MAX_LINES = 40

/**
 * A route file exports HTTP methods made by `route(` and nothing else, each under 40 lines. Works on lines: the formatter puts the beginning and the
 * closing bracket of a statement at the margin. `open` routes ask nobody who they are: their methods may be plain functions.
 */
export function handlerFaults(text, open = false) {
  const lines = text.split('\n')
  const exported = lines.flatMap((line, at) => (/^export\b/.test(line) ? [{ line, at }] : []))
  if (!exported.length) return ['a route file exports its methods: export const GET = route({ ... })']
  return exported.flatMap(({ line, at }) => statementFaults(line, lengthOf(lines, at), open))
}

function statementFaults(line, length, open) {
  if (open && /^export const dynamic = /.test(line)) return []
  const made = (open ? PLAIN : MADE).exec(line)
  if (!made || !METHODS.includes(made[1])) {
    return [`"${line.slice(0, 60)}": a route file exports only HTTP methods made by route( of server/http; anything else belongs in features/<capability>/`]
  }
  return length < MAX_LINES ? [] : [`${made[1]} has ${length} lines, the limit is ${MAX_LINES - 1}: move what it does into features/<capability>/service.ts`]
}

function lengthOf(lines, from) {
  if (lines[from].trimEnd().endsWith(')')) return 1
  const end = lines.findIndex((line, at) => at > from && /^[)}\]]/.test(line))
  return (end < 0 ? lines.length : end) - from + 1
}
