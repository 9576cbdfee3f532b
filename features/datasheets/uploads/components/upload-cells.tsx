'use client'
import { ActionIcon, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
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

const loadQuestion = () => import('#features/datasheets/uploads/components/delete-question.ts')

/** Asks first; the question comes when somebody turns to the button. */
export function DeleteButton({ upload: { id, name } }: Cell) {
  const t = useTranslations('datasheets.uploads.delete')
  const records = useTranslations('records')
  const client = useQueryClient()
  const problem = useProblemText()
  const fetchCode = () => void loadQuestion().catch(() => undefined)
  const ask = async () => {
    const words = { title: t('title', { name }), text: t('text'), confirm: t('confirm'), keep: records('keep'), done: t('done', { name }) }
    const { askToDelete } = await loadQuestion()
    askToDelete({ id, words, client, problem })
  }
  return (
    <ActionIcon size={28} aria-label={t('open', { name })} onPointerEnter={fetchCode} onFocus={fetchCode} onClick={() => void ask()}>
      <IconTrash size={16} stroke={1.6} />
    </ActionIcon>
  )
}
