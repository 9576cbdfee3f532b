'use client'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'

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

/** Which side panel of a page is open, in the address: it can be shared, and the browser's way back closes it. */
export function useRecordPanel(): RecordPanel {
  const [{ add, edit, open }, go] = useQueryStates(address, { history: 'push' })
  return {
    adding: add,
    editedId: add ? null : edit,
    openedId: add || edit !== null ? null : open,
    showNew: () => void go({ add: true, edit: null, open: null }),
    showForm: (id) => void go({ add: null, edit: id, open: null }),
    showDetails: (id) => void go({ add: null, edit: null, open: id }),
    close: () => void go(null),
  }
}

/** What a card and the details of one record can bring about. */
export type Way = { onOpen: () => void; onEdit: (() => void) | undefined; onGone: () => void }

export function wayOf({ showDetails, showForm, close }: RecordPanel, { id }: { id: string }, manages: boolean): Way {
  return { onOpen: () => showDetails(id), onEdit: manages ? () => showForm(id) : undefined, onGone: close }
}
