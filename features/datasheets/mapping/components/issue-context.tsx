'use client'
import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { createContext, useContext } from 'react'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import { issuesAt } from '#features/datasheets/mapping/view.ts'

/** Everything that is wrong with the mapping as it is edited, for the fields below. */
export const Issues = createContext<readonly MappingIssue[]>([])

export function useIssueText(): (issue: MappingIssue) => string {
  const t = useTranslations('datasheets.mapping.issues')
  return ({ code, params }) => (t.has(code) ? t(code, params) : code)
}

/** What is wrong at a place and below it, for the field that stands for it. */
export function useFault(): (path: string) => string | undefined {
  const issues = useContext(Issues)
  const text = useIssueText()
  return (path) => {
    const found = issuesAt(issues, path).filter(({ level }) => level === 'error')
    return found.length === 0 ? undefined : [...new Set(found.map(text))].join(' ')
  }
}

/** The same for what is no field. */
export function PlaceIssues({ path, exact = false }: { path: string; exact?: boolean }) {
  const issues = useContext(Issues)
  const text = useIssueText()
  const found = exact ? issues.filter((issue) => issue.path === path) : issuesAt(issues, path)
  if (found.length === 0) return null
  return (
    <div role="status">
      {found.map((issue) => (
        <Text key={`${issue.path} ${issue.code}`} size="xs" c={issue.level === 'error' ? 'var(--mantine-color-error)' : 'var(--qd-amber)'}>
          {text(issue)}
        </Text>
      ))}
    </div>
  )
}
