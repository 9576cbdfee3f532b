'use client'
import { Button } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { fileEndings } from '#features/datasheets/uploads/view.ts'
import classes from './uploads.module.css'

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

/** The whole page takes files that are dropped on it: missing the frame by a little must not open the file instead. */
function useDrop(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = onFiles
  useEffect(() => {
    const away = new AbortController()
    const on = (name: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) => {
      const hear = (event: DragEvent) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        act(event)
      }
      window.addEventListener(name, hear, { signal: away.signal })
    }
    on('dragover', () => setOver(true))
    on('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false))
    on('drop', ({ dataTransfer }) => {
      setOver(false)
      take.current([...(dataTransfer?.files ?? [])])
    })
    return () => away.abort()
  }, [])
  return over
}

/** Where workbooks come in: dropped anywhere on the page, or chosen with the button. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const t = useTranslations('datasheets.uploads.drop')
  const over = useDrop(onFiles)
  const input = useRef<HTMLInputElement>(null)
  return (
    <section className={classes.drop} data-over={over || undefined} aria-label={t('label')}>
      <IconUpload size={24} stroke={1.5} aria-hidden />
      <div className={classes.dropText}>
        <p className={classes.dropTitle}>{t(over ? 'release' : 'title')}</p>
        <p className={classes.dropHint}>{t('hint')}</p>
      </div>
      <Button onClick={() => input.current?.click()}>{t('choose')}</Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={fileEndings}
        aria-label={t('choose')}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </section>
  )
}
