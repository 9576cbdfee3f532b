'use client'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '#components/feedback/overlays.tsx'

type Removal<Typed> = {
  remove: (typed: Typed) => Promise<unknown>
  /** What is said when it is gone. */
  said: string
  /** The list that it was in. */
  list: QueryKey
  onGone?: () => void
}

/** Takes a record away, says so and asks for the list again. */
export function useRemoval<Typed = void>({ remove, said, list, onGone }: Removal<Typed>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      onGone?.()
      notify({ message: said })
      await client.invalidateQueries({ queryKey: list })
    },
  })
}
