'use client'
import { Menu } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { RecordMenu } from '#components/records/record-menu.tsx'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'
import { useEnvironmentActs } from '#features/environments/components/use-environment-acts.tsx'
import type { Environment } from '#features/environments/schema.ts'

export type EnvironmentRow = { environment: Environment; onEdit: (() => void) | undefined }

/** What can be done with one environment, in its row. */
export function EnvironmentRowMenu({ environment, ...props }: PopupProps & EnvironmentRow) {
  const t = useTranslations('environments')
  const { chosen, choose } = useEnvironment()
  const first = chosen?.id !== environment.id && <Menu.Item onClick={() => choose(environment.id)}>{t('choose')}</Menu.Item>
  return <RecordMenu {...props} {...useEnvironmentActs(environment, { told: true })} first={first} />
}
