'use client'
import { type PanelsProps, RecordPanels } from '#components/records/record-panels.tsx'
import { HookDetails } from '#features/notices/components/hook-details.tsx'
import { HookForm } from '#features/notices/components/hook-form.tsx'
import { hooksKey, loadHook } from '#features/notices/queries.ts'
import type { Hook } from '#features/notices/schema.ts'

/** Details and form of the page's side panels. */
export function HookPanels(props: PanelsProps<Hook>) {
  return (
    <RecordPanels
      {...props}
      fetchOne={{ key: hooksKey, get: loadHook }}
      details={(hook, way) => <HookDetails hook={hook} {...way} />}
      form={(present, onSaved) => <HookForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
