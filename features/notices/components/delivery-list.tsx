'use client'
import { Button, Loader, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote, useProblemText } from '#components/feedback/problem-note.tsx'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { When } from '#components/format/when.tsx'
import { deliveriesQuery, hooksKey, hooksPageKey, retryDelivery } from '#features/notices/queries.ts'
import type { Delivery } from '#features/notices/schema.ts'
import { faultOf, stateTones } from '#features/notices/view.ts'

/** What became of the last attempt: the answer's number, and in words why it is none that counts. */
export function Answer({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('notices')
  const fault = faultOf(delivery)
  const { lastStatus } = delivery
  return (
    <>
      {lastStatus !== null && <code>{lastStatus}</code>} {fault && (t.has(`faults.${fault.code}`) ? t(`faults.${fault.code}`) : fault.code)}
      {fault?.said && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {fault.said}
        </Text>
      )}
    </>
  )
}

function RetryButton({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('notices')
  const client = useQueryClient()
  const problem = useProblemText()
  const retry = useMutation({
    mutationFn: () => retryDelivery(delivery.id),
    onError: (error) => notify({ color: 'red', title: problem(error).title, message: problem(error).detail }),
    onSettled: () => client.invalidateQueries({ queryKey: hooksKey }),
  })
  return (
    <Button size="compact-xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()} aria-label={t('retryName', { id: delivery.id })}>
      {t('retry')}
    </Button>
  )
}

function Row({ delivery, named }: { delivery: Delivery; named: boolean }) {
  const t = useTranslations('notices')
  const { createdAt, event, to, state, attempts, nextAt } = delivery
  return (
    <tr>
      <td>
        <When at={createdAt} />
      </td>
      {named && <td>{to}</td>}
      <td>{t(`events.${event}`)}</td>
      <td>
        <Tag tone={stateTones[state]}>{t(`states.${state}`)}</Tag>
        {state === 'waiting' && attempts > 0 && nextAt && (
          <Text size="xs" c="dimmed">
            {t('next')} <When at={nextAt} />
          </Text>
        )}
      </td>
      <td>
        <Answer delivery={delivery} />
      </td>
      <td>{attempts}</td>
      <td>{state !== 'delivered' && attempts > 0 && <RetryButton delivery={delivery} />}</td>
    </tr>
  )
}

/** What was sent last, to one hook or to all hooks and people. */
export function DeliveryList({ hookId }: { hookId: string | null }) {
  const t = useTranslations('notices')
  const { data, error, refetch } = useQuery(deliveriesQuery(hookId))
  const client = useQueryClient()
  // The list of hooks says of the last one whether it arrived.
  const standing = data?.items.map(({ id, state }) => `${id} ${state}`).join()
  useEffect(() => {
    if (standing) void client.invalidateQueries({ queryKey: hooksPageKey })
  }, [client, standing])
  const named = hookId === null
  const heads = ['when', ...(named ? ['to'] : []), 'event', 'state', 'answer', 'attempts'] as const
  return (
    <Stack gap={8}>
      <Title order={2} size="h5">
        {t(named ? 'lastOfAll' : 'last')}
      </Title>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && <Loader size="sm" />}
      {data?.total === 0 && <Text size="sm">{t('nothingSent')}</Text>}
      {data && data.total > 0 && (
        <ScrollTable label={t(named ? 'lastOfAll' : 'last')} minWidth={560}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {t(`deliveries.${head}`)}
                </th>
              ))}
              <th scope="col">{t('deliveries.acts')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((delivery) => (
              <Row key={delivery.id} delivery={delivery} named={named} />
            ))}
          </tbody>
        </ScrollTable>
      )}
      <Text size="xs" c="dimmed">
        {t('kept')}
      </Text>
    </Stack>
  )
}
