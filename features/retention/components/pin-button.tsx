'use client'
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPin, IconPinFilled } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { usePins } from '#features/retention/components/use-pins.ts'

/** Keeps an analysis at hand on the home page. */
export function PinButton({ id }: { id: string }) {
  const t = useTranslations('retention')
  const { pins, toggle } = usePins()
  const pinned = pins.includes(id)
  const label = t(pinned ? 'unpin' : 'pin')
  return (
    <Tooltip label={label}>
      <ActionIcon size={32} variant="default" aria-label={label} aria-pressed={pinned} onClick={() => toggle(id)}>
        {pinned ? <IconPinFilled size={16} aria-hidden /> : <IconPin size={16} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  )
}
