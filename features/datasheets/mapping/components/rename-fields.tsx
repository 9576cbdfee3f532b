'use client'
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { PlaceIssues } from '#features/datasheets/mapping/components/issue-context.tsx'
import classes from './mapping.module.css'

type Names = Readonly<Record<string, string>>
type Props = { rename: Names; columns: readonly string[]; path: string; onChange: (rename: Record<string, string>) => void }

/** Headers that are called otherwise than their columns. */
export function RenameFields({ rename, columns, path, onChange }: Props) {
  const t = useTranslations('datasheets.mapping.rename')
  const entries = Object.entries(rename)
  const set = (at: number, entry: [string, string] | null) => onChange(Object.fromEntries(entry ? entries.with(at, entry) : entries.toSpliced(at, 1)))
  return (
    <fieldset className={classes.group}>
      <legend>{t('legend')}</legend>
      {entries.map(([header, column], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed is no name yet
        <div key={at} className={classes.rename}>
          <TextInput
            size="xs"
            aria-label={t('header', { at: at + 1 })}
            placeholder={t('headerHint')}
            value={header}
            onChange={(event) => set(at, [event.currentTarget.value, column])}
          />
          <span aria-hidden>→</span>
          <NativeSelect
            size="xs"
            aria-label={t('column', { at: at + 1 })}
            value={column}
            data={[{ value: '', label: t('choose') }, ...(columns.includes(column) || column === '' ? columns : [column, ...columns])]}
            onChange={(event) => set(at, [header, event.currentTarget.value])}
          />
          <ActionIcon aria-label={t('remove', { at: at + 1 })} onClick={() => set(at, null)}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={13} aria-hidden />}
        disabled={'' in rename}
        onClick={() => onChange({ ...rename, '': '' })}
      >
        {t('add')}
      </Button>
      <PlaceIssues path={path} />
    </fieldset>
  )
}
