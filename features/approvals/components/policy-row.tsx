'use client'
import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { PolicyRule } from '#features/approvals/schema.ts'
import { approvalKinds, placedAt, placeValue } from '#features/approvals/view.ts'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { environmentKinds } from '#features/environments/view.ts'

type Props = { at: number; rule: PolicyRule; disabled: boolean; onChange: (rule: PolicyRule | null) => void }

/** Under which a fault names a field. */
export const fieldId = (path: string): string => `policies-${path.replaceAll('.', '-')}`

/** One rule: what, where, from which size, how many people. */
export function PolicyRow({ at, rule, disabled, onChange }: Props) {
  const t = useTranslations('approvals.policies')
  const words = useTranslations('approvals')
  const shared = (name: 'kind' | 'environment' | 'fromSize' | 'required', label: string) => ({
    id: fieldId(`items.${at}.${name}`),
    size: 'xs' as const,
    'aria-label': t('of', { field: label, row: at + 1 }),
    disabled,
  })
  const least = rule.environmentKind === 'production' ? 1 : 0
  const people = [0, 1, 2, 3].filter((count) => count >= least)
  return (
    <tr>
      <td>
        <NativeSelect
          {...shared('kind', t('kind'))}
          value={rule.kind}
          data={approvalKinds.map((kind) => ({ value: kind, label: words(`kinds.${kind}.name`) }))}
          onChange={(event) => onChange({ ...rule, kind: approvalKinds.find((kind) => kind === event.currentTarget.value) ?? rule.kind })}
        />
      </td>
      <td>
        <PlaceSelect {...shared('environment', t('place'))} rule={rule} onChange={onChange} />
      </td>
      <td>
        <TextInput
          {...shared('fromSize', t('fromSize'))}
          type="number"
          min={0}
          max={2_000_000_000}
          step={1}
          w={130}
          value={rule.fromSize}
          onChange={(event) => onChange({ ...rule, fromSize: Math.trunc(Math.max(0, event.currentTarget.valueAsNumber || 0)) })}
        />
      </td>
      <td>
        <NativeSelect
          {...shared('required', t('required'))}
          w={110}
          value={String(rule.required)}
          data={people.map((count) => ({ value: String(count), label: t('people', { count }) }))}
          onChange={(event) => onChange({ ...rule, required: Number(event.currentTarget.value) })}
        />
      </td>
      <td>
        {!disabled && (
          <ActionIcon size="sm" variant="subtle" aria-label={t('remove', { row: at + 1 })} onClick={() => onChange(null)}>
            <IconX size={14} />
          </ActionIcon>
        )}
      </td>
    </tr>
  )
}

type PlaceProps = { id: string; size: 'xs'; 'aria-label': string; disabled: boolean; rule: PolicyRule; onChange: (rule: PolicyRule) => void }

function PlaceSelect({ rule, onChange, ...input }: PlaceProps) {
  const t = useTranslations('approvals.policies')
  const kinds = useTranslations('shell.environment.kinds')
  const { environments } = useEnvironment()
  const value = placeValue(rule)
  const gone = rule.environment !== null && !environments.some(({ id }) => id === rule.environment) ? [{ value, label: t('gone') }] : []
  const data = [
    ...environmentKinds.map((kind) => ({ value: `kind:${kind}`, label: t('every', { kind: kinds(kind) }) })),
    ...environments.map(({ id, name, kind }) => ({ value: id, label: `${name} (${kinds(kind)})` })),
    ...gone,
  ]
  const place = (chosen: string) => {
    const next = placedAt(rule, chosen, environments)
    onChange({ ...next, required: Math.max(next.required, next.environmentKind === 'production' ? 1 : 0) })
  }
  return <NativeSelect {...input} value={value} data={data} onChange={(event) => place(event.currentTarget.value)} />
}
