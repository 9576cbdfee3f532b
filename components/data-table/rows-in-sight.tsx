'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode, RefObject } from 'react'

const rowHeight = 35

type Props = { count: number; scroller: RefObject<HTMLElement | null>; draw: (index: number) => ReactNode }

/** Draws only the rows of a long page that can be seen, and as much room as the others take. */
export function RowsInSight({ count, scroller, draw }: Props) {
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 })
  const seen = virtual.getVirtualItems()
  return (
    <>
      <Gap height={seen[0]?.start ?? 0} />
      {seen.map((item) => draw(item.index))}
      <Gap height={virtual.getTotalSize() - (seen.at(-1)?.end ?? 0)} />
    </>
  )
}

function Gap({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
