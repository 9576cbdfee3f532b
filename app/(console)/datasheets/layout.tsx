import type { ReactNode } from 'react'
import { DatasheetTabs } from '#features/datasheets/components/datasheet-tabs.tsx'

export default function DatasheetsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <DatasheetTabs />
      {children}
    </>
  )
}
