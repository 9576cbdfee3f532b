import { Skeleton, Stack } from '@mantine/core'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'

/** A question to the API that was not answered yet. */
export type Asked = { error: unknown; refetch: () => unknown }

/** In the place of an answer: why there is none, or blocks of these heights for what is on its way. */
export function Waiting({ query: { error, refetch }, heights }: { query: Asked; heights: readonly number[] }) {
  if (error) return <ProblemNote error={error} onRetry={() => refetch()} />
  return (
    <Late>
      <Stack gap="md">
        {heights.map((height) => (
          <Skeleton key={height} height={height} />
        ))}
      </Stack>
    </Late>
  )
}
