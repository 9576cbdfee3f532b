/** A positive decimal id that fits MySQL's BIGINT, as text; null for anything else. */
export function bigintId(text: string): bigint | null {
  if (!/^[1-9]\d{0,18}$/.test(text)) return null
  const id = BigInt(text)
  return id <= 9_223_372_036_854_775_807n ? id : null
}
