'use client'
import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Late } from '#components/feedback/late.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { compareHref } from '#features/retention/components/compare-href.ts'
import { FigureTable, LineTable } from '#features/retention/components/compare-tables.tsx'
import { definitionLines, figuresOf, receiptLines } from '#features/retention/components/comparison.ts'
import { useSpan } from '#features/retention/components/use-span.ts'
import { analysisQueryOf } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import classes from './result.module.css'

/** Two analyses side by side: what was asked, what came out, what was read. */
export function CompareScreen({ a, b }: { a: string; b: string }) {
  const t = useTranslations('retention')
  const first = useQuery({ ...analysisQueryOf(a), enabled: a !== '' })
  const second = useQuery({ ...analysisQueryOf(b), enabled: b !== '' })
  const broken = [first, second].find((one) => one.error && !one.data)
  const chosen = a !== '' && b !== ''
  return (
    <>
      <PageHeader title={t('compare.title')} lead={t('compare.lead')} crumbs={[{ href: '/retention', label: t('title') }]}>
        {chosen && (
          <Button component={Link} href={compareHref(b, a)} variant="default">
            {t('compare.swap')}
          </Button>
        )}
      </PageHeader>
      {!chosen && <ChooseFirst />}
      {broken && <ProblemNote error={broken.error} onRetry={() => broken.refetch()} />}
      {chosen && !broken && !(first.data && second.data) && (
        <Late>
          <Skeleton height={360} />
        </Late>
      )}
      {first.data && second.data && <Compared a={first.data} b={second.data} />}
    </>
  )
}

function ChooseFirst() {
  const t = useTranslations('retention.compare.choose')
  const action = (
    <Button component={Link} href="/retention">
      {t('action')}
    </Button>
  )
  return (
    <StatePanel title={t('title')} action={action}>
      {t('text')}
    </StatePanel>
  )
}

function Compared({ a, b }: { a: Analysis; b: Analysis }) {
  const t = useTranslations('retention.compare')
  const identities = useTranslations('retention.form.identities')
  const format = useFormat()
  const span = useSpan()
  const texts = {
    identity: ({ identity }: Analysis) => identities(`${identity}.label`),
    instant: (iso: string, zone: string) => format.dateTimeSeconds(iso, zone),
    duration: span,
    all: t('all'),
    none: t('none'),
  }
  const definition = definitionLines(a, b, texts)
  const differ = definition.filter((line) => !line.same && line.name !== 'hash').length
  const names = { a: a.run.id, b: b.run.id }
  const instant = (iso: string) => format.dateTimeSeconds(iso, a.zone)
  return (
    <div className={classes.result}>
      <Note tone="blue" title={differ === 0 ? t('sameDefinition') : t('differs', { count: differ })}>
        {t(differ === 0 ? 'sameText' : 'differsText')}
      </Note>
      <Panel title={t('numbers')}>
        {a.summary && b.summary ? <FigureTable figures={figuresOf(a.summary, b.summary)} names={names} /> : <p className={classes.hint}>{t('unfinished')}</p>}
        <p className={classes.hint}>{t('test')}</p>
      </Panel>
      <Panel title={t('definition')}>
        <LineTable label={t('definition')} lines={definition} names={names} words="definitionLines" />
      </Panel>
      <Panel title={t('receipts')}>
        <LineTable label={t('receipts')} lines={receiptLines(a, b, { ...format, instant, none: t('none') })} names={names} words="receiptLines" />
      </Panel>
    </div>
  )
}
