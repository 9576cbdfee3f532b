'use client'
import { Drawer } from '@mantine/core'
import { type QueryKey, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { type RecordPanel, type Way, wayOf } from '#components/records/use-record-panel.ts'

export type Item = { id: string; name: string }
export type PanelsProps<One extends Item> = {
  /** False until what was fetched stands; nothing opens before. */
  standing: boolean
  /** Those of the list's page. */
  items: readonly One[]
  panel: RecordPanel
  manages: boolean
  /** What the form is called that adds one. */
  add: string
}
type Props<One extends Item> = PanelsProps<One> & {
  /** One that is not on the page. */
  fetchOne: { key: QueryKey; get: (id: string) => Promise<One> }
  details: (one: One, way: Way) => ReactNode
  form: (present: One | undefined, onSaved: () => void) => ReactNode
}

const isMissing = (error: Error | null): boolean => error instanceof ApiProblem && error.status === 404

/** The side panels of a page of records: all of one record, and the form that adds or changes one. */
export function RecordPanels<One extends Item>({ standing, items, panel, manages, add, fetchOne, details, form }: Props<One>) {
  const t = useTranslations('records')
  const missing = useTranslations('feedback.notFound')
  const { adding, editedId, openedId, close } = panel
  const id = editedId ?? openedId
  const listed = items.find((one) => one.id === id)
  const fetched = useQuery({
    queryKey: [...fetchOne.key, 'one', id],
    queryFn: () => fetchOne.get(id ?? ''),
    enabled: id !== null && !listed,
    retry: (count, error) => count < 2 && !isMissing(error),
  })
  const one = listed ?? (id === null ? undefined : fetched.data)
  const error = one ? null : fetched.error
  return (
    <>
      <Drawer
        opened={standing && manages && (adding || (editedId !== null && one !== undefined))}
        onClose={close}
        title={one ? t('editName', { name: one.name }) : add}
        size="md"
      >
        {form(adding ? undefined : one, close)}
      </Drawer>
      <Drawer opened={standing && openedId !== null && !fetched.isLoading} onClose={close} title={one?.name ?? missing('title')} size="lg">
        {one ? details(one, wayOf(panel, one, manages)) : error && !isMissing(error) ? <ProblemNote error={error} /> : missing('text')}
      </Drawer>
    </>
  )
}
