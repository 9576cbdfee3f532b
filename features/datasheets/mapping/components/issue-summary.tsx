'use client'
import { Anchor } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Note } from '#components/feedback/note.tsx'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { useIssueText } from '#features/datasheets/mapping/components/issue-context.tsx'
import { tableIn } from '#features/datasheets/mapping/view.ts'

type Props = { issues: readonly MappingIssue[]; mapping: Mapping; onGo: (table: string | null) => void }

/** All that keeps a mapping from being saved, each with the way to its table. It takes the focus when saving was tried in vain. */
export function IssueSummary({ issues, mapping, onGo }: Props) {
  const t = useTranslations('datasheets.mapping')
  const text = useIssueText()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const errors = issues.filter(({ level }) => level === 'error')
  const told = new Map(errors.map((issue) => [`${tableIn(mapping, issue)} ${text(issue)}`, issue]))
  return (
    <div ref={box} tabIndex={-1} style={{ outline: 'none' }}>
      <Note tone="red" role="alert" title={t('cannotSave', { count: told.size })}>
        <ul>
          {[...told].map(([key, issue]) => {
            const table = tableIn(mapping, issue)
            return (
              <li key={key}>
                <Anchor component="button" type="button" size="sm" underline="always" onClick={() => onGo(table)}>
                  {table ?? t('general')}
                </Anchor>
                : {text(issue)}
              </li>
            )
          })}
        </ul>
      </Note>
    </div>
  )
}
