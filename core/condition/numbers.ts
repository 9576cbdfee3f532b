const written = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/** A number as `-12.5`: no exponent, no needless zero, no plus, no minus before 0. Null when the text is not a number. */
export function plainNumber(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = written.exec(text.trim()) ?? []
  if (sign === undefined) return null
  const shift = Number(exponent)
  const digits = whole + fraction
  const point = whole.length + shift
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : ''
  const after = point >= 0 ? digits.slice(point) : '0'.repeat(-point) + digits
  const kept = after.replace(/0+$/, '')
  const magnitude = (before.replace(/^0+/, '') || '0') + (kept && `.${kept}`)
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function compareMagnitudes(a: string, b: string): number {
  const [wholeA = '', fractionA = ''] = a.split('.')
  const [wholeB = '', fractionB = ''] = b.split('.')
  // Without trailing zeros a fraction that another begins with is the smaller one, as texts sort.
  return wholeA.length - wholeB.length || compareTexts(wholeA, wholeB) || compareTexts(fractionA, fractionB)
}

/** Order of two plain numbers by value, of any length: negative, 0 or positive. */
export function comparePlain(a: string, b: string): number {
  const [minusA, minusB] = [a.startsWith('-'), b.startsWith('-')]
  if (minusA !== minusB) return minusA ? -1 : 1
  return minusA ? compareMagnitudes(b.slice(1), a.slice(1)) : compareMagnitudes(a, b)
}
