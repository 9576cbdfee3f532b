import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A short table that scrolls sideways by itself where it does not fit, also by keyboard. */
export function ScrollTable({ label, minWidth = 360, children }: { label: string; minWidth?: number; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}>
      <Table>{children}</Table>
    </Table.ScrollContainer>
  )
}
