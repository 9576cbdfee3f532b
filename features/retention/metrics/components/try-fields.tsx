'use client'
import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { zoneName } from '#components/format/time.ts'
import type { Source } from '#features/gamelog/schema.ts'
import { recentPlayer } from '#features/retention/metrics/components/recent-player.ts'
import { instantIn } from '#features/retention/metrics/view.ts'
import classes from './metrics.module.css'

const mono = { input: classes.mono ?? '' }

export type AskedPlayer = { source: string; uid: string; at?: string }
type Player = { uid: string; at: string }
type Props = {
  sources: readonly Source[] | undefined
  source: string
  setSource: (name: string) => void
  zone: string
  onAsk: (player: AskedPlayer) => void
}

function usePlayerForm(zone: string) {
  const t = useTranslations('retention.metrics.try')
  return useForm<Player>({
    initialValues: { uid: '', at: '' },
    validate: {
      uid: (uid) => (uid.trim() ? null : t('uidMissing')),
      at: (at) => (at.trim() === '' || instantIn(at, zone) !== null ? null : t('atWrong')),
    },
  })
}

/** Whose logs and which player to try a metric on; the first login is found when it is left empty. */
export function TryFields({ sources = [], source, setSource, zone, onAsk }: Props) {
  const t = useTranslations('retention.metrics.try')
  const prefix = useId()
  const form = usePlayerForm(zone)
  const [tried, setTried] = useState(false)
  const submit = ({ uid, at }: Player) => {
    setTried(true)
    const ms = instantIn(at, zone)
    if (source) onAsk({ source, uid: uid.trim(), ...(ms === null ? {} : { at: new Date(ms).toISOString() }) })
  }
  const fill = (found: { source: string; uid: string; at: string }) => {
    setSource(found.source)
    form.setValues({ uid: found.uid, at: found.at })
    form.clearErrors()
  }
  const text = (path: keyof Player) => ({ id: `${prefix}${path}`, classNames: mono, autoComplete: 'off', spellCheck: false, ...form.getInputProps(path) })
  return (
    <form onSubmit={form.onSubmit(submit, () => setTried(true))} noValidate>
      <Stack gap="sm">
        <Select
          id={`${prefix}source`}
          label={t('source')}
          data={sources.map(({ name }) => name)}
          allowDeselect={false}
          searchable
          value={source || null}
          onChange={(name) => setSource(name ?? '')}
          error={tried && !source ? t('sourceMissing') : undefined}
        />
        {sources.length === 0 && (
          <Anchor component={Link} href="/sources" size="sm" underline="always">
            {t('noSources')}
          </Anchor>
        )}
        <TextInput label={t('uid')} {...text('uid')} />
        <TextInput label={t('at', { zone: zoneName(zone) })} description={t('atHelp')} {...text('at')} />
        <Group gap={8}>
          <Button type="submit" size="xs">
            {t('run')}
          </Button>
          <RecentButton source={source} onFound={fill} />
        </Group>
        <Text size="xs" c="dimmed">
          {t('again')} {t('recorded')}
        </Text>
      </Stack>
    </form>
  )
}

/** Somebody to try it on without looking for him. */
function RecentButton({ source, onFound }: { source: string; onFound: (player: { source: string; uid: string; at: string }) => void }) {
  const t = useTranslations('retention.metrics.try')
  const client = useQueryClient()
  const recent = useMutation({ mutationFn: () => recentPlayer(client, source), onSuccess: (found) => found && onFound(found) })
  return (
    <>
      <Button size="xs" variant="default" loading={recent.isPending} onClick={() => recent.mutate()}>
        {t('recent')}
      </Button>
      {recent.isError && <ProblemNote error={recent.error} onRetry={() => recent.mutate()} />}
      {recent.data === null && <Note tone="grey" role="status" title={t('recentNone')} />}
    </>
  )
}
