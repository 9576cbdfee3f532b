import { Skeleton } from '@mantine/core'
import type { ComponentProps } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { type Asked, Waiting } from '#components/feedback/waiting.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'

type Props = Pick<ComponentProps<typeof PageHeader>, 'title' | 'crumbs'> & { query: Asked; heights: readonly number[] }

/** A page about one thing, before its first answer: blocks for what is on its way, or by what name it was looked for and why it is not here. */
export function PageWaiting({ title, crumbs = [], query, heights }: Props) {
  return (
    <>
      {query.error ? (
        <PageHeader title={title} crumbs={crumbs} />
      ) : (
        <Late>
          <Skeleton height={28} width={360} mb="lg" />
        </Late>
      )}
      <Waiting query={query} heights={heights} />
    </>
  )
}
