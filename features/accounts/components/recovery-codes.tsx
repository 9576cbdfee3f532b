'use client'
import { Code, SimpleGrid, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CopyFoot } from '#components/feedback/dialog-foot.tsx'
import { Note } from '#components/feedback/note.tsx'

/** The recovery codes, this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations('accounts.secondFactor')
  return (
    <Stack gap="md">
      <Note tone="amber" title={t('codesTitle')} role="status">
        {t('codesText')}
      </Note>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('codesLabel')}>
        {codes.map((code) => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </SimpleGrid>
      <CopyFoot value={codes.join('\n')} copy={t('copy')} copied={t('copied')} done={t('kept')} onDone={onDone} />
    </Stack>
  )
}
