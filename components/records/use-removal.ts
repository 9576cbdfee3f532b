'use client'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'

type Removal<Typed> = {
  remove: (typed: Typed) => Promise<unknown>
  /** What is said when it is gone. */
  said: string
  /** The list that it was in. */
  list: QueryKey
  onGone?: (() => void) | undefined
  /** The dialog that asks stays open and says itself what is wrong. */
  quiet?: boolean
}

/** Takes a record away, says so and asks for the list again. */
export function useRemoval<Typed = void>({ remove, said, list, onGone, quiet = false }: Removal<Typed>) {
  const client = useQueryClient()
  const problem = useProblemText()
  return useMutation({
    mutationFn: remove,
    onError: (error) => !quiet && notify({ color: 'red', autoClose: false, title: problem(error).title, message: problem(error).detail }),
    onSuccess: async () => {
      onGone?.()
      notify({ message: said })
      await client.invalidateQueries({ queryKey: list })
    },
  })
}
