'use client'
import { Drawer } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type RecordPanel, type Way, wayOf } from '#components/records/use-record-panel.ts'

export type Item = { id: string; name: string }
export type PanelsProps<One extends Item> = {
  /** False until what was fetched stands; nothing opens before. */
  standing: boolean
  items: readonly One[]
  panel: RecordPanel
  manages: boolean
  /** What the form is called that adds one. */
  add: string
}
type Props<One extends Item> = PanelsProps<One> & {
  details: (one: One, way: Way) => ReactNode
  form: (present: One | undefined, onSaved: () => void) => ReactNode
}

/** The side panels of a page of records: all of one record, and the form that adds or changes one. */
export function RecordPanels<One extends Item>({ standing, items, panel, manages, add, details, form }: Props<One>) {
  const t = useTranslations('records')
  const missing = useTranslations('feedback.notFound')
  const { adding, editedId, openedId, close } = panel
  const edited = items.find(({ id }) => id === editedId)
  const opened = items.find(({ id }) => id === openedId)
  return (
    <>
      <Drawer
        opened={standing && manages && (adding || edited !== undefined)}
        onClose={close}
        title={edited ? t('editName', { name: edited.name }) : add}
        size="md"
      >
        {form(edited, close)}
      </Drawer>
      <Drawer opened={standing && openedId !== null} onClose={close} title={opened?.name ?? missing('title')} size="lg">
        {opened ? details(opened, wayOf(panel, opened, manages)) : missing('text')}
      </Drawer>
    </>
  )
}
