'use client'
import { Button } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { notify } from '#components/feedback/overlays.tsx'
import type { Mapping } from '#core/datasheets/mapping/mapping.ts'
import { fileNameOf } from '#features/datasheets/mapping/view.ts'

/** Hands a text to the browser as a file. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

/** The mapping of a file, or null when it is none. The schema comes with the first file. */
async function mappingIn(file: File): Promise<Mapping | null> {
  const { mapping } = await import('#core/datasheets/mapping/mapping.ts')
  try {
    const found = mapping.safeParse(JSON.parse(await file.text()))
    return found.success ? found.data : null
  } catch {
    return null
  }
}

type Props = {
  mapping: Mapping
  environment: string
  version: number /** Left out for those who may not change it. */
  onImport: ((mapping: Mapping) => void) | undefined
}

/** The mapping as a JSON file, the same that `qd datasheets mapping` reads and writes. */
export function TransferButtons({ mapping, environment, version, onImport }: Props) {
  const t = useTranslations('datasheets.mapping.transfer')
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    const found = await mappingIn(file)
    setBusy(false)
    if (found) onImport?.(found)
    notify(
      found
        ? { message: t('taken', { name: file.name }) }
        : { color: 'red', autoClose: false, title: t('wrong', { name: file.name }), message: t('wrongHelp') },
    )
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => download(fileNameOf(environment, version), `${JSON.stringify(mapping, null, 2)}\n`)}
      >
        {t('export')}
      </Button>
      {onImport && (
        <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} loading={busy} onClick={() => input.current?.click()}>
          {t('import')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('import')}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
