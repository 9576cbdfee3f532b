'use client'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'

const address = { add: parseAsBoolean.withDefault(false), edit: parseAsString, open: parseAsString }

export type RecordPanel = {
  adding: boolean
  editedId: string | null
  openedId: string | null
  showNew: () => void
  showForm: (id: string) => void
  showDetails: (id: string) => void
  close: () => void
}

/** Which side panel of a page is open, in the address: it can be shared, and the browser's way back closes it. What it can do stays the same function. */
export function useRecordPanel(): RecordPanel {
  const [{ add, edit, open }, go] = useQueryStates(address, { history: 'push' })
  const ways = useMemo(
    () => ({
      showNew: () => void go({ add: true, edit: null, open: null }),
      showForm: (id: string) => void go({ add: null, edit: id, open: null }),
      showDetails: (id: string) => void go({ add: null, edit: null, open: id }),
      close: () => void go(null),
    }),
    [go],
  )
  return { adding: add, editedId: add ? null : edit, openedId: add || edit !== null ? null : open, ...ways }
}

/** What the details of one record can bring about. */
export type Way = { onEdit: (() => void) | undefined; onGone: () => void }

export function wayOf({ showForm, close }: Pick<RecordPanel, 'showForm' | 'close'>, { id }: { id: string }, manages: boolean): Way {
  return { onEdit: manages ? () => showForm(id) : undefined, onGone: close }
}
