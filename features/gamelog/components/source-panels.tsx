'use client'
import { type PanelsProps, RecordPanels } from '#components/records/record-panels.tsx'
import { SourceDetails } from '#features/gamelog/components/source-details.tsx'
import { SourceForm } from '#features/gamelog/components/source-form.tsx'
import { loadSource, sourcesKey } from '#features/gamelog/queries.ts'
import type { SourceListed } from '#features/gamelog/schema.ts'

/** Details and form of the page's side panels. */
export function SourcePanels(props: PanelsProps<SourceListed>) {
  return (
    <RecordPanels
      {...props}
      fetchOne={{ key: sourcesKey, get: loadSource }}
      details={(source, way) => <SourceDetails source={source} {...way} />}
      form={(present, onSaved) => <SourceForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
