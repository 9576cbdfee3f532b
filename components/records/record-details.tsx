'use client'
import { Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Fact, Facts } from '#components/feedback/facts.tsx'

type Props = {
  tags?: ReactNode
  /** What can be done with it. */
  acts: ReactNode
  /** What came of that. */
  result: ReactNode
  facts: Fact[]
  children?: ReactNode
}

/** All of a record, in the side panel. */
export function RecordDetails({ tags, acts, result, facts, children }: Props) {
  return (
    <Stack gap="md">
      {tags && <Group gap={8}>{tags}</Group>}
      {acts}
      {result}
      <Facts facts={facts} />
      {children}
    </Stack>
  )
}
