'use client'
import { Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import type { Preflight, SourceTest } from '#features/gamelog/schema.ts'
import { indicesOf } from '#features/gamelog/view.ts'

/** What the console found at a source, or why it found nothing. */
export function PreflightPanel({ test }: { test: SourceTest }) {
  if (!test.preflight)
    return test.problem ? (
      <Note tone="red" role="alert" title={test.problem.title}>
        {test.problem.detail} <code>{test.problem.code}</code>
      </Note>
    ) : null
  return <Found found={test.preflight} />
}

function Found({ found }: { found: Preflight }) {
  const t = useTranslations('gamelog.preflight')
  const format = useFormat()
  const { used, others } = indicesOf(found)
  const present = Object.keys(found.families).length
  return (
    <Stack gap="sm">
      <Note
        tone={found.missing.length || found.faults.length || found.tls === 'unchecked' ? 'amber' : 'green'}
        role="status"
        title={t('title', { version: found.version, present, all: present + found.missing.length, documents: format.number(found.documents) })}
      >
        {found.missing.length > 0 && <p>{t('missing', { families: found.missing.join(', ') })}</p>}
        {found.faults.map(({ family, field, types }) => (
          <p key={`${family} ${field}`}>{t('fault', { family, field, types })}</p>
        ))}
        {found.absentFields.map(({ family, field }) => (
          <p key={`${family} ${field}`}>{t('absentField', { family, field })}</p>
        ))}
        {found.tls === 'unchecked' && <p>{t('unchecked')}</p>}
        {found.documentsWithoutUid > 0 && <p>{t('withoutUid', { count: found.documentsWithoutUid })}</p>}
        <p>
          {t('span')} {found.horizon ? <When at={found.horizon} /> : <Unknown reason={t('noEvents')} />} –{' '}
          {found.newest ? <When at={found.newest} /> : <Unknown reason={t('noEvents')} />}
        </p>
        <p>{t(found.nestedBody ? 'nested' : 'object', { uid: found.fields.uid })}</p>
        <p>{t('account', { account: found.fields.authId ?? t('noAccount') })}</p>
      </Note>
      <ScrollTable label={t('index')}>
        <thead>
          <tr>
            <th>{t('index')}</th>
            <th>{t('family')}</th>
            <th data-align="end">{t('documents')}</th>
          </tr>
        </thead>
        <tbody>
          {used.map((index) => (
            <tr key={index.name}>
              <td>
                <code>{index.name}</code>
              </td>
              <td>{index.family}</td>
              <td data-align="end">{format.number(index.documents)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      {others > 0 && (
        <Text size="xs" c="dimmed">
          {t('others', { count: others })}
        </Text>
      )}
    </Stack>
  )
}
