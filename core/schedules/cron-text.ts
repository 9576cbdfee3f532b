const item = /^(?:\*|\d{1,2}(?:-\d{1,2})?|[a-z]{3}(?:-[a-z]{3})?)(?:\/\d{1,2})?$/i

/**
 * Whether a text has the shape of a cron expression of this console: five fields (minute, hour, day, month, weekday) of `*`, numbers,
 * ranges, steps, lists and English names. Seconds, nicknames (`@daily`), chance (`H`) and `L`, `W`, `#`, `?` are not taken: a schedule
 * is never due more often than once a minute, and means the same to everybody who reads it.
 */
export function hasFiveFields(text: string): boolean {
  const fields = text.trim().split(/\s+/)
  return fields.length === 5 && fields.every((field) => field.split(',').every((part) => item.test(part)))
}
