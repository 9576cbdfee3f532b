'use client'
import { Button, Code, CopyButton, Drawer, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Facts } from '#components/feedback/facts.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import type { PlayerEvent } from '#features/retention/timeline/schema.ts'

/** One event as the log source holds it. */
export function EventDrawer({ event, zone, onClose }: { event: PlayerEvent; zone: string; onClose: () => void }) {
  const t = useTranslations('retention.timeline')
  const common = useTranslations('common')
  const format = useFormat()
  const json = event.document === null ? null : JSON.stringify(event.document, null, 2)
  return (
    <Drawer opened onClose={onClose} title={event.family ?? t('event')} size="lg" closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <Facts
          facts={[
            { label: t('at'), value: <When at={event.at} seconds zone={zone} /> },
            { label: t('index'), value: event.index },
            { label: t('id'), value: <LongId value={event.id} /> },
            { label: t('why'), value: t(`by.${event.by}`) },
            { label: t('size'), value: format.bytes(event.bytes) },
          ]}
        />
        {json === null ? (
          t('tooLarge', { size: format.bytes(event.bytes) })
        ) : (
          <>
            <Code block tabIndex={0} aria-label={t('json')} role="region" style={{ maxHeight: '60vh', overflow: 'auto' }}>
              {json}
            </Code>
            <CopyButton value={json}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" w="max-content" onClick={copy}>
                  {copied ? common('copied') : t('copy')}
                </Button>
              )}
            </CopyButton>
          </>
        )}
      </Stack>
    </Drawer>
  )
}
