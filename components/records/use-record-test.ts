'use client'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'

type Outcome = { problem: { title: string; detail: string } | null }
type Props<Found> = {
  name: string
  run: () => Promise<Found> /** Whose last test is another one now. */
  list: QueryKey /** Told in a notice, where no place is for more. */
  told?: boolean
}

/** Looks whether a place can be reached. */
export function useRecordTest<Found extends Outcome>({ name, run, list, told = false }: Props<Found>) {
  const t = useTranslations('records')
  const client = useQueryClient()
  const problemOf = useProblemText()
  const tell = (problem: { title: string; detail: string } | null) =>
    told && notify(problem ? { color: 'red', autoClose: false, title: problem.title, message: problem.detail } : { message: t('tested', { name }) })
  return useMutation({
    mutationFn: run,
    onMutate: () => told && notify({ message: t('testing', { name }) }),
    onError: (error) => tell(problemOf(error)),
    onSuccess: ({ problem }) => tell(problem),
    onSettled: () => client.invalidateQueries({ queryKey: list }),
  })
}
