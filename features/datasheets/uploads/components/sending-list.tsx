'use client'
import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { ProgressBar } from '#components/feedback/progress-bar.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { FileSending } from '#features/datasheets/uploads/components/use-sending.ts'
import { isUnderWay, percentOf } from '#features/datasheets/uploads/view.ts'
import classes from './uploads.module.css'

type Props = {
  files: readonly FileSending[]
  onAgain: (key: string) => void
  onForget: (key: string) => void /** What can be done once all are there. */
  children: ReactNode
}

/** Each file with its own progress, and why it was refused where it was. */
export function SendingList({ files, onAgain, onForget, children }: Props) {
  const t = useTranslations('datasheets.uploads.sending')
  return (
    <section className={classes.sending} aria-label={t('title')}>
      <ul>
        {files.map((one) => (
          <li key={one.key} data-phase={one.phase}>
            <Row one={one} onAgain={() => onAgain(one.key)} onForget={() => onForget(one.key)} />
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

function Row({ one, onAgain, onForget }: { one: FileSending; onAgain: () => void; onForget: () => void }) {
  const t = useTranslations('datasheets.uploads.sending')
  const format = useFormat()
  const percent = Math.round(percentOf(one))
  return (
    <>
      <div className={classes.sendingHead}>
        <span className={classes.fileName}>{one.name}</span>
        <span className={classes.fileSize}>{format.bytes(one.bytes)}</span>
        {one.phase === 'kept' && <Tag tone="green">{t('states.kept', { sheets: one.upload.sheets.length })}</Tag>}
        {one.phase === 'refused' && <Tag tone="red">{t('states.refused')}</Tag>}
        {isUnderWay(one) && <span className={classes.fileSize}>{t(`states.${one.phase as 'waiting' | 'reading' | 'sending'}`, { percent })}</span>}
        {!isUnderWay(one) && (
          <ActionIcon size="sm" aria-label={t('forget', { name: one.name })} onClick={onForget}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </div>
      {isUnderWay(one) && <ProgressBar percent={one.phase === 'waiting' ? 0 : percent} tone="blue" label={t('progress', { name: one.name })} />}
      {one.phase === 'kept' && one.upload.sameAs && <p className={classes.sendingNote}>{t('same', { name: one.upload.sameAs.name })}</p>}
      {one.phase === 'refused' && <Refused error={one.error} onAgain={onAgain} />}
    </>
  )
}

function Refused({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const t = useTranslations('feedback')
  const { title, detail, quote } = useProblemText()(error)
  return (
    <div className={classes.refused} role="alert">
      <p>
        <strong>{title}</strong> {detail}
      </p>
      <p className={classes.sendingNote}>
        {t('quote', { code: quote })}{' '}
        <Button size="compact-xs" variant="default" onClick={onAgain}>
          {t('retry')}
        </Button>
      </p>
    </div>
  )
}
