'use client'
import { MantineProvider, type MantineThemeOverride } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { useTranslations } from 'next-intl'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useMemo, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { Announcer } from '#components/feedback/announcer.tsx'
import { Overlays } from '#components/feedback/overlays.tsx'
import { theme, variables } from '#components/theme/theme.ts'

/** A refusal is an answer: only what may pass by itself is asked again. */
function worthRetrying(count: number, error: unknown): boolean {
  const passing = error instanceof ApiProblem && (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504)
  return passing && count < 2
}

function useTheme(locale: string): MantineThemeOverride {
  const t = useTranslations('common')
  return useMemo(() => {
    const close = { closeButtonProps: { 'aria-label': t('close') } }
    const dates = {
      valueFormat: 'YYYY-MM-DD HH:mm:ss',
      ...(locale === 'ko' ? { monthLabelFormat: 'YYYY년 M월', yearLabelFormat: 'YYYY년' } : {}),
      ariaLabels: {
        nextMonth: t('dates.nextMonth'),
        previousMonth: t('dates.previousMonth'),
        nextYear: t('dates.nextYear'),
        previousYear: t('dates.previousYear'),
        nextDecade: t('dates.nextDecade'),
        previousDecade: t('dates.previousDecade'),
      },
      submitButtonProps: { 'aria-label': t('dates.choose') },
      timePickerProps: { hoursInputLabel: t('dates.hours'), minutesInputLabel: t('dates.minutes'), secondsInputLabel: t('dates.seconds') },
    }
    const words = { Modal: close, Drawer: close, DateTimePicker: dates, Notification: close }
    const components: NonNullable<MantineThemeOverride['components']> = { ...theme.components }
    for (const [name, defaultProps] of Object.entries(words)) {
      const known = components[name] ?? {}
      components[name] = { ...known, defaultProps: { ...known.defaultProps, ...defaultProps } }
    }
    return { ...theme, components }
  }, [locale, t])
}

/** Everything a screen may rely on: look, data, address state, dialogs, notices, announcements. */
export function Providers({ children, nonce: given, locale }: { children: ReactNode; nonce?: string; locale: string }) {
  // A refresh renders the layout with a new nonce, but the document keeps the policy it was born with.
  const [nonce] = useState(given)
  useState(() => {
    if (nonce && typeof document !== 'undefined') setNonce(nonce)
  })
  const dressed = useTheme(locale)
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: worthRetrying }, mutations: { retry: false } } }))
  return (
    <MantineProvider theme={dressed} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={() => nonce ?? ''}>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <Announcer>
            {children}
            <Overlays />
          </Announcer>
        </NuqsAdapter>
      </QueryClientProvider>
    </MantineProvider>
  )
}
