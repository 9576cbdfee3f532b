'use client'
import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { LongId } from '#components/format/long-id.tsx'
import { When } from '#components/format/when.tsx'
import { RecordActs } from '#components/records/record-acts.tsx'
import { RecordDetails } from '#components/records/record-details.tsx'
import { Answer, DeliveryList } from '#features/notices/components/delivery-list.tsx'
import { SecretShown } from '#features/notices/components/secret-shown.tsx'
import { useHookActs } from '#features/notices/components/use-hook-acts.tsx'
import { useSecretRenewal } from '#features/notices/components/use-secret-renewal.ts'
import { deliveriesQuery } from '#features/notices/queries.ts'
import type { Delivery, Hook } from '#features/notices/schema.ts'

/** How the test ended that was sent from here. */
function TestNote({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('notices.test')
  if (delivery.state === 'delivered') return <Note tone="green" role="status" title={t('arrived', { status: delivery.lastStatus ?? 200 })} />
  if (delivery.attempts === 0 || delivery.lastError === null) return <Note tone="blue" role="status" title={t('underWay')} />
  return (
    <Note tone="red" role="alert" title={t('failed')}>
      <Answer delivery={delivery} />
    </Note>
  )
}

/** Nobody sees it again; another one can be made. */
function SealedSecret({ name, renewal }: { name: string; renewal: { ask: () => void; pending: boolean } }) {
  const t = useTranslations('notices')
  return (
    <Group gap={8}>
      {t('secret.sealed')}
      <Button variant="default" size="compact-sm" loading={renewal.pending} onClick={renewal.ask} aria-label={t('renew.actName', { name })}>
        {t('renew.act')}
      </Button>
    </Group>
  )
}

type Props = { hook: Hook; onEdit: (() => void) | undefined; onGone: () => void }

/** All that the console knows of one web hook, what can be done with it, and what was sent to it last. */
export function HookDetails({ hook, onEdit, onGone }: Props) {
  const t = useTranslations('notices')
  const { id, name, url, events, environment, active, oldSecretUntil, createdAt } = hook
  const acts = useHookActs(hook, { onGone })
  const { test } = acts
  const renewal = useSecretRenewal(hook)
  const { data } = useQuery(deliveriesQuery(id))
  const tested = test.data && (data?.items.find((one) => one.id === test.data.id) ?? test.data)
  const facts = [
    { label: t('form.url'), value: <code>{url}</code> },
    { label: t('form.events'), value: events.map((event) => t(`events.${event}`)).join(', ') },
    { label: t('form.environment'), value: environment?.name ?? t('form.everywhere') },
    { label: t('secret.label'), value: <SealedSecret name={name} renewal={renewal} /> },
    ...(oldSecretUntil === null ? [] : [{ label: t('secret.oldSigns'), value: <When at={oldSecretUntil} /> }]),
    { label: t('added'), value: <When at={createdAt} /> },
    { label: 'ID', value: <LongId value={id} /> },
  ]
  return (
    <RecordDetails
      tags={active ? undefined : <Tag tone="grey">{t('off')}</Tag>}
      acts={<RecordActs name={name} onEdit={onEdit} {...acts} />}
      result={tested && <TestNote delivery={tested} />}
      facts={facts}
    >
      <DeliveryList hookId={id} />
      <SecretShown made={renewal.made} onClose={renewal.close} />
    </RecordDetails>
  )
}
