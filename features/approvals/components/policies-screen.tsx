'use client'
import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useLeaveQuestion } from '#components/feedback/leaving.tsx'
import { notify } from '#components/feedback/overlays.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { fieldId, PolicyRow } from '#features/approvals/components/policy-row.tsx'
import { approvalsKey, policiesQuery, savePolicies } from '#features/approvals/queries.ts'
import type { Policies, PolicyRule } from '#features/approvals/schema.ts'
import { newRule } from '#features/approvals/view.ts'
import classes from './approvals.module.css'

/** How many people have to agree, as a table that administrators edit. */
export function PoliciesScreen() {
  const t = useTranslations('approvals')
  const query = useQuery(policiesQuery)
  return (
    <>
      <PageHeader title={t('policies.title')} lead={t('policies.lead')} crumbs={[{ href: '/approvals', label: t('title') }]} />
      {query.data ? <Editor kept={query.data} /> : <Waiting query={query} heights={[160]} />}
    </>
  )
}

type Draft = { key: number; rule: PolicyRule }
const draftOf = ({ items }: Policies): Draft[] => items.map((rule, key) => ({ key, rule }))
const rulesOf = (draft: readonly Draft[]): PolicyRule[] => draft.map(({ rule }) => rule)

function Editor({ kept }: { kept: Policies }) {
  const t = useTranslations('approvals.policies')
  const manages = useMay()('approvals.policy')
  const client = useQueryClient()
  // Null while nothing was touched: then it follows what others save.
  const [touched, setDraft] = useState<Draft[] | null>(null)
  const draft = touched ?? draftOf(kept)
  const changed = JSON.stringify(rulesOf(draft)) !== JSON.stringify(kept.items)
  const save = useMutation({
    mutationFn: () => savePolicies({ items: rulesOf(draft) }),
    onSuccess: async (saved) => {
      notify({ message: t('saved') })
      client.setQueryData(policiesQuery.queryKey, saved)
      setDraft(null)
      await client.invalidateQueries({ queryKey: approvalsKey })
    },
  })
  useLeaveQuestion(changed)
  const set = (key: number, rule: PolicyRule | null) => setDraft(draft.flatMap((one) => (one.key !== key ? [one] : rule ? [{ key, rule }] : [])))
  const add = () => setDraft([...draft, { key: Math.max(-1, ...draft.map(({ key }) => key)) + 1, rule: newRule }])
  return (
    <Panel title={t('table')}>
      <Text size="sm" mb="sm">
        {t('defaults')} {!manages && t('readOnly')}
      </Text>
      {draft.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      ) : (
        <ScrollTable label={t('table')} minWidth={620}>
          <Head />
          <tbody>
            {draft.map(({ key, rule }, at) => (
              <PolicyRow key={key} at={at} rule={rule} disabled={!manages} onChange={(next) => set(key, next)} />
            ))}
          </tbody>
        </ScrollTable>
      )}
      {save.error && (
        <div className={classes.fault}>
          <ProblemNote error={save.error} fieldId={fieldId} />
        </div>
      )}
      {manages && (
        <div className={classes.foot}>
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
            {t('add')}
          </Button>
          <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
            {t('save')}
          </Button>
          {changed && (
            <Button variant="subtle" onClick={() => setDraft(null)}>
              {t('undo')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  )
}

function Head() {
  const t = useTranslations('approvals.policies')
  return (
    <thead>
      <tr>
        {(['kind', 'place', 'fromSize', 'required', 'acts'] as const).map((name) => (
          <th key={name} scope="col">
            {t(name)}
          </th>
        ))}
      </tr>
    </thead>
  )
}
