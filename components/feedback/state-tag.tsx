import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Tag, type Tone } from '#components/feedback/tag.tsx'

/** How a state looks. */
export type Look = { tone: Tone; sign: Icon }

/** The state of a thing that comes and goes: its word, its colour and a sign of its own. */
export function StateTag({ tone, sign: Sign, children }: Look & { children: ReactNode }) {
  return (
    <Tag tone={tone} icon={<Sign size={13} />}>
      {children}
    </Tag>
  )
}
