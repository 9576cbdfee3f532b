'use client'
import { Button, Group, SegmentedControl, Skeleton, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { zoneName } from '#components/format/time.ts'
import { ZoneField } from '#components/format/zone-field.tsx'
import { NextTimes } from '#features/schedules/components/next-times.tsx'
import { cronPresets, houseZone, type ScheduleValues, whenOf } from '#features/schedules/view.ts'

const WallPicker = dynamic(() => import('#features/schedules/components/wall-picker.tsx'), { ssr: false, loading: () => <Skeleton height={76} /> })

export type ScheduleFormApi = UseFormReturnType<ScheduleValues>
type Props = { form: ScheduleFormApi; idOf: (path: string) => string }
type WhenProps = Props & {
  /** The act is done once: nothing to choose. */
  once: boolean
}

function Once({ form, idOf }: Props) {
  const t = useTranslations('schedules.form')
  const { zone, wall } = form.values
  return (
    <WallPicker id={idOf('wall')} label={t('wall', { zone: zoneName(zone) })} description={t('wallHelp')} value={wall} input={form.getInputProps('wall')} />
  )
}

function Again({ form, idOf }: Props) {
  const t = useTranslations('schedules.form')
  return (
    <div>
      <TextInput
        id={idOf('cron')}
        label={t('cron')}
        description={t('cronHelp')}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps('cron')}
      />
      <Group gap={8} mt={8} role="group" aria-label={t('presetsLabel')}>
        {cronPresets.map(({ id, cron }) => (
          <Button key={id} size="xs" variant="default" aria-pressed={form.values.cron === cron} onClick={() => form.setFieldValue('cron', cron)}>
            {t(`presets.${id}`)}
          </Button>
        ))}
      </Group>
    </div>
  )
}

/** Once or again and again, by the clock of which zone, and when that will be. */
export function WhenFields({ form, idOf, once }: WhenProps) {
  const t = useTranslations('schedules.form')
  const modes = [
    { value: 'once', label: t('once') },
    { value: 'again', label: t('again') },
  ]
  const Fields = form.values.repeats === 'once' ? Once : Again
  return (
    <Stack gap="md">
      {!once && <SegmentedControl aria-label={t('repeats')} data={modes} {...form.getInputProps('repeats')} />}
      <Fields form={form} idOf={idOf} />
      <ZoneField id={idOf('zone')} first={houseZone} label={t('zone')} description={t('zoneHelp')} {...form.getInputProps('zone')} />
      <NextTimes when={whenOf(form.values)} />
    </Stack>
  )
}
