'use client'
import type { QueryClient } from '@tanstack/react-query'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { deleteUpload, uploadsKey } from '#features/datasheets/uploads/queries.ts'

type Words = { title: string; text: string; confirm: string; keep: string; done: string }
type Asked = { id: string; words: Words; client: QueryClient; problem: (error: unknown) => { title: string; detail: string } }

/** Asks, then takes the file away; what was compared stays. */
export function askToDelete({ id, words, client, problem }: Asked): void {
  const remove = async () => {
    try {
      await deleteUpload(id)
      notify({ message: words.done })
    } catch (error) {
      const { title, detail } = problem(error)
      notify({ color: 'red', autoClose: false, title, message: detail })
    }
    await client.invalidateQueries({ queryKey: uploadsKey })
  }
  askFirst({
    title: words.title,
    text: words.text,
    confirm: words.confirm,
    cancel: words.keep,
    onConfirm: () => void remove(),
  })
}
