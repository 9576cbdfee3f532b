import english from '#messages/en.json' with { type: 'json' }
import korean from '#messages/ko.json' with { type: 'json' }

export const words = { ko: korean, en: english }
export type Locale = keyof typeof words
export type Words = (typeof words)[Locale]

/** A message with its values put in, for messages without plural or select. */
export function say(message: string, values: Record<string, string | number>): string {
  return message.replaceAll(/\{(\w+)(?:, number)?\}/g, (_, name: string) => String(values[name] ?? ''))
}
