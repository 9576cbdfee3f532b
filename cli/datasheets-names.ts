import { InvalidArgumentError } from 'commander'
import { text } from '#cli/shell.ts'

/** Names with commas between. */
export function namesOf(value: string): string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  if (names.length === 0) throw new InvalidArgumentError(text('datasheets.names'))
  return names
}
