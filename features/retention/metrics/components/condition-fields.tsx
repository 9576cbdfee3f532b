'use client'
import { ActionIcon, Autocomplete, Button, Stack, Text, TextInput } from '@mantine/core'
import { randomId } from '@mantine/hooks'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { IdOf, MetricFormApi } from '#features/retention/metrics/components/form-api.ts'
import classes from './metrics.module.css'

const most = 10
const mono = { input: classes.mono ?? '' }

type Props = { form: MetricFormApi; idOf: IdOf /** Fields that metrics of this family name already. */; known: string[] }

/** Conditions that documents meet, one per row. */
export function ConditionFields({ form, idOf, known }: Props) {
  const t = useTranslations('retention.metrics.form')
  const [full, setFull] = useState(false)
  const { where } = form.values
  const focus = (id: string) => requestAnimationFrame(() => document.getElementById(id)?.focus())
  const add = () => {
    setFull(where.length >= most)
    if (where.length >= most) return
    form.insertListItem('where', { key: randomId(), field: '', value: '' })
    focus(idOf(`where.${where.length}.field`))
  }
  const remove = (at: number) => {
    setFull(false)
    form.removeListItem('where', at)
    focus(idOf('where-add'))
  }
  return (
    <fieldset className={classes.fields}>
      <legend>{t('where')}</legend>
      <Stack gap={8} mt={4}>
        <Text size="xs" c="dimmed">
          {t('whereHelp')}
        </Text>
        {where.map(({ key }, at) => (
          <div key={key} className={classes.condition}>
            <Autocomplete
              id={idOf(`where.${at}.field`)}
              aria-label={t('conditionField', { at: at + 1 })}
              placeholder={t('fieldHint')}
              data={known}
              classNames={mono}
              autoComplete="off"
              {...form.getInputProps(`where.${at}.field`)}
            />
            <TextInput
              id={idOf(`where.${at}.value`)}
              aria-label={t('conditionValue', { at: at + 1 })}
              placeholder={t('valueHint')}
              leftSection={<span aria-hidden>=</span>}
              autoComplete="off"
              {...form.getInputProps(`where.${at}.value`)}
            />
            <ActionIcon mt={4} aria-label={t('removeCondition', { at: at + 1 })} onClick={() => remove(at)}>
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        <Button id={idOf('where-add')} size="xs" variant="default" w="max-content" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          {t('addCondition')}
        </Button>
        {full && (
          <Text size="xs" c="error" role="alert">
            {t('whereFull')}
          </Text>
        )}
      </Stack>
    </fieldset>
  )
}
