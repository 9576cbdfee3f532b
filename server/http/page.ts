import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { Principal } from '#core/shared/permissions.ts'
import { principal } from '#server/http/principal.ts'

/** For pages of the console: the signed-in person, or a redirect to sign-in (to the first password where it must be changed, to the second factor where the role demands one). */
export async function requirePrincipal(path?: string): Promise<Principal> {
  const who = await principal(await headers())
  if (!who) redirect(path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
  if (who.mustChangePassword) redirect('/first-password')
  if (who.mustEnrol) redirect('/second-factor')
  return who
}
