import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { may } from '#core/shared/permissions.ts'
import { loadDisplay } from '#features/accounts/preferences/service.ts'
import { describeMe } from '#features/accounts/service.ts'
import { listEnvironments } from '#features/environments/service.ts'
import { chosenCookie } from '#features/environments/view.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { ConsoleFrame } from './console-frame.tsx'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const who = await requirePrincipal((await headers()).get('x-path') ?? undefined)
  const [environments, display] = await Promise.all([may(who, 'environments.view') ? listEnvironments(who) : [], loadDisplay(who)])
  const chosenId = (await cookies()).get(chosenCookie)?.value
  return (
    <ConsoleFrame me={describeMe(who)} display={display} environments={environments} chosenId={chosenId}>
      {children}
    </ConsoleFrame>
  )
}
