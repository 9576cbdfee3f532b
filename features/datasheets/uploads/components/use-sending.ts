'use client'
import { randomId } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAnnounce } from '#components/feedback/announcer.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { uploadsKey } from '#features/datasheets/uploads/queries.ts'
import type { Upload } from '#features/datasheets/uploads/schema.ts'
import type { Sending } from '#features/datasheets/uploads/view.ts'

/** More would only share the same line. */
const atOnce = 2

export type FileSending = Sending<Upload>
type Job = { key: string; file: File }
type Phase = Extract<FileSending, { phase: 'waiting' }>['phase'] | 'reading' | 'sending' | 'kept' | 'refused'
type State = { phase: Phase; share?: number; upload?: Upload; error?: unknown }

const waiting = ({ key, file: { name, size } }: Job): FileSending => ({ key, name, bytes: size, phase: 'waiting' })

/** The files that this page sends, two at a time. `add` takes more at any time; leaving the page stops what has not been kept. */
export function useSending() {
  const t = useTranslations('datasheets.uploads.sending')
  const client = useQueryClient()
  const announce = useAnnounce()
  const problem = useProblemText()
  const [files, setFiles] = useState<readonly FileSending[]>([])
  const queue = useRef<Job[]>([])
  const jobs = useRef(new Map<string, Job>())
  const busy = useRef(0)
  const away = useRef<AbortController>(null)
  useEffect(() => {
    const controller = new AbortController()
    away.current = controller
    return () => controller.abort()
  }, [])
  const become = useCallback(
    (key: string, state: State) => setFiles((old) => old.map((one) => (one.key === key ? ({ ...one, ...state } as FileSending) : one))),
    [],
  )
  const sendOne = useCallback(
    async ({ key, file }: Job) => {
      const signal = away.current?.signal ?? AbortSignal.abort()
      try {
        const { sendFile } = await import('#features/datasheets/uploads/components/send-file.ts')
        const upload = await sendFile({ file, idempotencyKey: key, signal, onProgress: (phase, share) => become(key, { phase, share }) })
        become(key, { phase: 'kept', upload })
        announce(t('kept', { name: file.name }))
        await client.invalidateQueries({ queryKey: uploadsKey })
      } catch (error) {
        if (signal.aborted) return
        become(key, { phase: 'refused', error })
        announce(t('refused', { name: file.name, why: problem(error).title }), 'assertive')
      }
    },
    [announce, become, client, problem, t],
  )
  const work = useRef<() => void>(() => undefined)
  work.current = () => {
    while (busy.current < atOnce) {
      const next = queue.current.shift()
      if (!next) return
      busy.current++
      void sendOne(next).finally(() => {
        busy.current--
        work.current()
      })
    }
  }
  const start = (added: Job[]) => {
    queue.current.push(...added)
    work.current()
  }
  const add = (chosen: readonly File[]) => {
    const added = chosen.map((file) => ({ key: randomId('upload-'), file }))
    for (const job of added) jobs.current.set(job.key, job)
    setFiles((old) => [...old, ...added.map(waiting)])
    start(added)
  }
  const again = (key: string) => {
    const job = jobs.current.get(key)
    if (!job) return
    become(key, { phase: 'waiting' })
    start([job])
  }
  const forget = (key: string) => {
    jobs.current.delete(key)
    setFiles((old) => old.filter((one) => one.key !== key))
  }
  return { files, add, again, forget, clear: () => setFiles((old) => old.filter(({ phase }) => phase !== 'kept')) }
}
