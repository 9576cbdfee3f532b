'use client'
import { Autocomplete, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LAST_DAY } from '#core/retention/catalogue.ts'
import { fieldsOf } from '#core/retention/metrics.ts'
import { ConditionFields } from '#features/retention/metrics/components/condition-fields.tsx'
import type { IdOf, MetricFormApi } from '#features/retention/metrics/components/form-api.ts'
import { useFamilies } from '#features/retention/metrics/components/use-families.ts'
import { metricsQuery } from '#features/retention/metrics/queries.ts'
import { ruleKinds, takesField } from '#features/retention/metrics/view.ts'
import classes from './metrics.module.css'

const mono = { input: classes.mono ?? '' }

type Props = { form: MetricFormApi; idOf: IdOf /** The source to try it on, whose logs are suggested. */; source: string; kept: boolean }

/** Everything that makes a metric, in the order in which it is read. */
export function MetricFields({ form, idOf, source, kept }: Props) {
  const t = useTranslations('retention.metrics.form')
  const { data } = useQuery(metricsQuery)
  const { family, rule } = form.values
  const known = fieldsOf(data?.items ?? [], family.trim()).map(({ name }) => name)
  const text = (path: 'name' | 'label') => ({ id: idOf(path), label: t(path), autoComplete: 'off', ...form.getInputProps(path) })
  const field = (path: 'ruleField' | 'subject') => ({
    id: idOf(path),
    label: t(path),
    data: known,
    classNames: mono,
    autoComplete: 'off',
    ...form.getInputProps(path),
  })
  return (
    <Stack gap="md">
      <TextInput {...text('name')} description={t(kept ? 'nameKept' : 'nameHelp')} readOnly={kept} classNames={mono} spellCheck={false} />
      <TextInput {...text('label')} description={t('labelHelp')} />
      <FamilyField form={form} idOf={idOf} source={source} />
      <ConditionFields form={form} idOf={idOf} known={known} />
      <Select
        id={idOf('rule')}
        label={t('rule')}
        allowDeselect={false}
        data={ruleKinds.map((kind) => ({ value: kind, label: t(`rules.${kind}`) }))}
        {...form.getInputProps('rule')}
      />
      {takesField(rule) && <Autocomplete {...field('ruleField')} />}
      <Autocomplete {...field('subject')} description={t('subjectHelp')} />
      <DayFields form={form} idOf={idOf} />
    </Stack>
  )
}

function DayFields({ form, idOf }: Pick<Props, 'form' | 'idOf'>) {
  const t = useTranslations('retention.metrics.form')
  const day = (path: 'fromDay' | 'toDay') => ({ id: idOf(path), label: t(path), min: 0, max: LAST_DAY, allowDecimal: false, ...form.getInputProps(path) })
  return (
    <div className={classes.days}>
      <NumberInput {...day('fromDay')} description={t('fromDayHelp')} />
      <NumberInput {...day('toDay')} description={t('toDayHelp')} />
    </div>
  )
}

function FamilyField({ form, idOf, source }: Pick<Props, 'form' | 'idOf' | 'source'>) {
  const t = useTranslations('retention.metrics.form')
  const { state, families } = useFamilies(source)
  const family = form.values.family.trim()
  const absent = state === 'known' && family !== '' && !families.includes(family)
  const help = () => {
    if (absent) return t('familyAbsent', { source })
    if (state === 'looking') return t('familyLooking', { source })
    return state === 'unknown' ? t('familyUnknown', { source }) : t('familyHelp')
  }
  return (
    <Autocomplete
      id={idOf('family')}
      label={t('family')}
      description={help()}
      data={families}
      maxDropdownHeight={240}
      classNames={mono}
      autoComplete="off"
      spellCheck={false}
      {...form.getInputProps('family')}
    />
  )
}
