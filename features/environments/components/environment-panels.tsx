'use client'
import { type PanelsProps, RecordPanels } from '#components/records/record-panels.tsx'
import { EnvironmentDetails } from '#features/environments/components/environment-details.tsx'
import { EnvironmentForm } from '#features/environments/components/environment-form.tsx'
import { environmentsKey, loadEnvironment } from '#features/environments/queries.ts'
import type { EnvironmentListed } from '#features/environments/schema.ts'

/** Details and form of the page's side panels. */
export function EnvironmentPanels(props: PanelsProps<EnvironmentListed>) {
  return (
    <RecordPanels
      {...props}
      fetchOne={{ key: environmentsKey, get: loadEnvironment }}
      details={(environment, way) => <EnvironmentDetails environment={environment} {...way} />}
      form={(present, onSaved) => <EnvironmentForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
