'use client'
import { ActionIcon, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { askFirst } from '#components/feedback/overlays.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { useRemoval } from '#components/records/use-removal.ts'
import { deleteUpload, uploadsKey } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'
import classes from './uploads.module.css'

type Cell = { upload: Upload }

export function UploadName({ upload: { name, kind, sameAs } }: Cell) {
  const t = useTranslations('datasheets.uploads')
  return (
    <>
      <Text span size="sm" fw={500}>
        {name}
      </Text>{' '}
      {kind === 'csv' && <Tag tone="grey">CSV</Tag>} {sameAs && <Tag tone="grey">{t('sameAs', { name: sameAs.name })}</Tag>}
    </>
  )
}

/** The names of the sheets; those that are hidden say so, because they are read all the same. */
export function Sheets({ upload: { sheets } }: Cell) {
  const t = useTranslations('datasheets.uploads')
  const names = sheets.map(({ name, hidden }) => (hidden ? t('hiddenSheet', { name }) : name)).join(', ')
  return (
    <span className={classes.sheets} title={names}>
      {t('sheetCount', { count: sheets.length })} · {names}
    </span>
  )
}

/** Asks, then takes the file away; what was compared stays. */
export function DeleteButton({ upload: { id, name } }: Cell) {
  const t = useTranslations('datasheets.uploads.delete')
  const words = useTranslations('records')
  const removal = useRemoval({ remove: () => deleteUpload(id), said: t('done', { name }), list: uploadsKey })
  const ask = () =>
    askFirst({
      title: t('title', { name }),
      children: <Text size="sm">{t('text')}</Text>,
      labels: { confirm: t('confirm'), cancel: words('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => removal.mutate(),
    })
  return (
    <ActionIcon size={28} aria-label={t('open', { name })} loading={removal.isPending} onClick={ask}>
      <IconTrash size={16} stroke={1.6} />
    </ActionIcon>
  )
}
