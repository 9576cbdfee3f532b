'use client'
import { Anchor } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Unknown } from '#components/format/unknown.tsx'
import { When } from '#components/format/when.tsx'
import type { SheetImport } from '#features/datasheets/imports/schema.ts'
import { ChangeCounts } from '#features/datasheets/plans/components/change-counts.tsx'

type Cell = { of: SheetImport }

/** What an import is called: what it takes back, its files, or its plan. */
export function useImportTitle(): (of: SheetImport) => string {
  const t = useTranslations('datasheets.imports')
  return ({ undoOf, files, plan }) => {
    if (undoOf !== null) return t('undoTitle', { id: undoOf })
    const [first] = files
    if (first === undefined) return t('planTitle', { plan })
    return files.length === 1 ? first : t('titleMore', { name: first, more: files.length - 1 })
  }
}

export function ImportLink({ of }: Cell) {
  const title = useImportTitle()
  return (
    <Anchor component={Link} href={`/datasheets/imports/${of.id}`} size="sm" fw={500}>
      {title(of)}
    </Anchor>
  )
}

/** Why there is nothing to show of an import that is not known to have gone through. */
const whyNothing = { running: 'notYet', applied: 'notYet', failed: 'nothingWritten', unknown: 'unknownOutcome' } as const

/** What it wrote; of one that failed: nothing. */
export function ImportChanges({ of }: Cell) {
  const t = useTranslations('datasheets.imports')
  if (of.inserted === null || of.updated === null || of.deleted === null) return <Unknown reason={t(whyNothing[of.state])} />
  return <ChangeCounts counts={{ insert: of.inserted, update: of.updated, delete: of.deleted }} />
}

export function CommittedAt({ of, seconds = false }: Cell & { seconds?: boolean }) {
  const t = useTranslations('datasheets.imports')
  return of.committedAt ? <When at={of.committedAt} seconds={seconds} /> : <Unknown reason={t(whyNothing[of.state])} />
}

/** Whether and by what it was taken back. */
export function Undone({ of }: Cell) {
  const t = useTranslations('datasheets.imports')
  if (of.state !== 'applied') return <Unknown reason={t(whyNothing[of.state])} />
  if (of.undoneBy === null) return t('notUndone')
  return (
    <Anchor component={Link} href={`/datasheets/imports/${of.undoneBy}`} size="sm">
      {t('undoneBy', { id: of.undoneBy })}
    </Anchor>
  )
}
