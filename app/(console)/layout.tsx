import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { describeMe } from '#features/accounts/service.ts'
import { requirePrincipal } from '#server/http/page.ts'
import { ConsoleFrame } from './console-frame.tsx'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const who = await requirePrincipal((await headers()).get('x-path') ?? undefined)
  return <ConsoleFrame me={describeMe(who)}>{children}</ConsoleFrame>
}
