'use client'
import { type PanelsProps, RecordPanels } from '#components/records/record-panels.tsx'
import { EnvironmentDetails } from '#features/environments/components/environment-card.tsx'
import { EnvironmentForm } from '#features/environments/components/environment-form.tsx'
import type { Environment } from '#features/environments/schema.ts'

/** Details and form of the page's side panels. */
export function EnvironmentPanels(props: PanelsProps<Environment>) {
  return (
    <RecordPanels
      {...props}
      details={(environment, { onEdit, onGone }) => <EnvironmentDetails environment={environment} onEdit={onEdit} onGone={onGone} />}
      form={(present, onSaved) => <EnvironmentForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
