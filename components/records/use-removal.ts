'use client'
import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'

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
      notifications.show({ message: said })
      await client.invalidateQueries({ queryKey: list })
    },
  })
}
