'use client'
import { type PanelsProps, RecordPanels } from '#components/records/record-panels.tsx'
import { SourceDetails } from '#features/gamelog/components/source-card.tsx'
import { SourceForm } from '#features/gamelog/components/source-form.tsx'
import type { Source } from '#features/gamelog/schema.ts'

/** Details and form of the page's side panels. */
export function SourcePanels(props: PanelsProps<Source>) {
  return (
    <RecordPanels
      {...props}
      details={(source, { onEdit, onGone }) => <SourceDetails source={source} onEdit={onEdit} onGone={onGone} />}
      form={(present, onSaved) => <SourceForm key={present?.id ?? 'new'} present={present} onSaved={onSaved} />}
    />
  )
}
