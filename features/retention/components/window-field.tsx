'use client'
import { Button, Group, Skeleton, Text } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { instantOf, withOffset } from '#core/shared/zoned.ts'
import type { AnalysisFormApi } from '#features/retention/components/form-api.ts'
import { commonPresets, type Preset } from '#features/retention/components/presets.ts'

const Pickers = dynamic(() => import('#features/retention/components/window-pickers.tsx'), { ssr: false, loading: () => <Skeleton height={76} /> })

type Props = { form: AnalysisFormApi; zone: string; resetHour: number; presets: Preset[]; nowMs: number; id: (name: string) => string }

/** First logins from when until when: by a preset, or exactly. */
export function WindowField({ form, zone, resetHour, presets, nowMs, id }: Props) {
  const t = useTranslations('retention.form')
  const { values, getInputProps, setValues } = form
  const choose = (preset: Preset) => setValues({ from: preset.from, to: preset.to, ...(preset.source ? { source: preset.source } : {}) })
  const exact = (wall: string): string | null => {
    const ms = wall ? instantOf(wall, zone) : null
    return ms === null ? null : withOffset(ms, zone)
  }
  return (
    <div>
      <Text size="sm" fw={500} mb={6} id={id('window')}>
        {t('window')}
      </Text>
      <Group gap={8} mb="sm" role="group" aria-labelledby={id('window')}>
        {[...presets, ...commonPresets(nowMs, zone, resetHour)].map((preset) => (
          <Button key={preset.id} size="xs" variant="default" onClick={() => choose(preset)}>
            {preset.label ?? t(`presets.${preset.id}`)}
          </Button>
        ))}
      </Group>
      <Pickers
        zone={zone}
        id={id}
        input={getInputProps}
        values={{ from: values.from, to: values.to }}
        instants={{ from: exact(values.from), to: exact(values.to) }}
      />
    </div>
  )
}
