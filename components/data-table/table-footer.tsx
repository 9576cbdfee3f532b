'use client'
import { ActionIcon, Group, NativeSelect, Skeleton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { Page } from '#components/data-table/data-table.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { useFormat } from '#components/format/use-format.ts'
import classes from './data-table.module.css'

const sizes = ['25', '50', '100', '500']

/** `1-50 of 12,408 · counted 14:02:11 KST`, and the way to the next page. */
export function TableFooter({ page, url }: { page: Page<unknown> | undefined; url: ListUrl<string> }) {
  const t = useTranslations('table')
  const format = useFormat()
  if (!page)
    return (
      <div className={classes.footer}>
        <Skeleton height={12} width={160} my={8} />
      </div>
    )
  const from = (page.page - 1) * page.pageSize + 1
  const to = Math.min(page.total, from + page.items.length - 1)
  const pages = Math.max(1, Math.ceil(page.total / page.pageSize))
  return (
    <div className={classes.footer}>
      <span>
        {t('range', { from: format.number(Math.min(from, page.total)), to: format.number(to), total: format.number(page.total) })} ·{' '}
        {t('counted', { time: format.clock(page.countedAt) })}
      </span>
      <Group gap={8} wrap="nowrap">
        <NativeSelect
          size="xs"
          aria-label={t('pageSize')}
          data={sizes.includes(String(url.pageSize)) ? sizes : [String(url.pageSize), ...sizes]}
          value={String(url.pageSize)}
          onChange={(event) => url.setPageSize(Number(event.currentTarget.value))}
        />
        <ActionIcon size="md" disabled={page.page <= 1} aria-label={t('previous')} onClick={() => url.setPage(page.page - 1)}>
          <IconChevronLeft size={16} />
        </ActionIcon>
        <span>{t('pageOf', { page: format.number(page.page), pages: format.number(pages) })}</span>
        <ActionIcon size="md" disabled={page.page >= pages} aria-label={t('next')} onClick={() => url.setPage(page.page + 1)}>
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </div>
  )
}
