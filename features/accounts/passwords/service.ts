import { isGuessable, wordsOfOwner } from '#core/accounts/password.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { isCommonPassword } from '#server/common-passwords.ts'

/** Why this person may not choose this password; null when nothing speaks against it. Its length is the schema's. */
export async function refusalOfPassword(password: string, owner: { email: string; name: string }, field: string): Promise<Refusal | null> {
  if (isGuessable(password, wordsOfOwner(owner))) return refuse('password_guessable', 400, {}, field)
  return (await isCommonPassword(password)) ? refuse('password_common', 400, {}, field) : null
}
