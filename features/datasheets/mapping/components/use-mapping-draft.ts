'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import { notify } from '#components/feedback/overlays.tsx'
import type { checkMapping } from '#core/datasheets/mapping/check.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { mappingQueryOf, mappingsKey, saveMapping } from '#features/datasheets/mapping/queries.ts'
import type { StoredMapping } from '#features/datasheets/mapping/schema.ts'
import { gapsOf, isSame, isWithin } from '#features/datasheets/mapping/view.ts'

export type Draft = {
  /** The version that is edited. Once something of it is, what others save meanwhile does not take its place. */
  base: StoredMapping
  mapping: Mapping
  dirty: boolean
  change: (next: Mapping) => void
  discard: () => void
}

/** What is being edited: what is stored until somebody touches it, and again after it was saved. */
export function useMappingDraft(stored: StoredMapping): Draft {
  const [draft, setDraft] = useState<{ base: StoredMapping; mapping: Mapping } | null>(null)
  const kept = draft && !isSame(draft.mapping, draft.base.mapping) ? draft : null
  const base = kept?.base ?? stored
  const change = (mapping: Mapping) => setDraft({ base, mapping })
  return { base, mapping: kept?.mapping ?? base.mapping, dirty: kept !== null, change, discard: () => setDraft(null) }
}

/** Rules of the mapping come with the editor, not with the page. */
const loadCheck = async () => (await import('#core/datasheets/mapping/check.ts')).checkMapping

/** All that is wrong with what is edited, held against the tables that the database has now. */
export function useIssues(mapping: Mapping, tables: readonly TableDef[] | undefined): readonly MappingIssue[] {
  const [check, setCheck] = useState<typeof checkMapping | null>(null)
  useEffect(() => {
    void loadCheck().then((found) => setCheck(() => found))
  }, [])
  return useMemo(() => {
    const gaps = gapsOf(mapping)
    if (!check || !tables) return gaps
    const whole = check(mapping, tables)
    // What is not there yet is said once.
    return [...gaps, ...whole.filter((issue) => !gaps.some((gap) => isWithin(issue, gap)))]
  }, [check, mapping, tables])
}

/** Makes a version of it. */
export function useSaveMapping(environment: string, onSaved: () => void) {
  const t = useTranslations('datasheets.mapping')
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, mapping }: { version: number; mapping: Mapping }) => saveMapping(environment, { version, mapping }),
    onSuccess: async (stored) => {
      client.setQueryData(mappingQueryOf(environment).queryKey, stored)
      onSaved()
      notify({ message: t('saved', { version: stored.version }) })
      await client.invalidateQueries({ queryKey: [...mappingsKey, environment] })
    },
  })
}
