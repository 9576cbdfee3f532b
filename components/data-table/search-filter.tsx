'use client'
import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

type Props = { label: string; placeholder: string; value: string | null; onChange: (value: string | null) => void; main?: boolean; width?: number }

/** A text filter that waits for a pause in typing. The main one of a page takes `/`. */
export function SearchFilter({ label, placeholder, value, onChange, main = false, width = 240 }: Props) {
  const t = useTranslations('table')
  const [text, setText] = useState(value ?? '')
  const later = useDebouncedCallback((next: string) => onChange(next.trim() || null), 250)
  useEffect(() => setText((old) => (old.trim() === (value ?? '') ? old : (value ?? ''))), [value])
  const change = (next: string) => {
    setText(next)
    later(next)
  }
  const clear = <CloseButton size="xs" aria-label={t('clearOne', { name: label })} onClick={() => change('')} />
  return (
    <TextInput
      size="xs"
      w={width}
      maw="100%"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      data-page-search={main || undefined}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={main ? <IconSearch size={14} aria-hidden /> : undefined}
      rightSection={text ? clear : main ? <Kbd size="xs">/</Kbd> : undefined}
    />
  )
}
