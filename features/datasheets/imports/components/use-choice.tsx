'use client'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { type Choice, firstChoice } from '#features/datasheets/imports/view.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

/** Rows that are left out, by their place in the operations of their table. */
export type LeftOut = Readonly<Record<string, readonly number[]>>

type Chosen = {
  choice: Choice
  setTable: (table: string, ticked: boolean) => void
  setTables: (tables: readonly string[]) => void
  setDeletes: (deletes: boolean) => void
  leftOut: LeftOut
  /** Whether rows can be left out still. */
  open: boolean
  isOut: (table: string, index: number) => boolean
  toggleRow: (table: string, index: number) => void
  keepAll: () => void
}

const ChoiceContext = createContext<Chosen | null>(null)

const without = <Item,>(list: readonly Item[], item: Item): Item[] => list.filter((one) => one !== item)

function toggled(leftOut: LeftOut, table: string, index: number): LeftOut {
  const rows = leftOut[table] ?? []
  const next = rows.includes(index) ? without(rows, index) : [...rows, index]
  const { [table]: _, ...others } = leftOut
  return next.length === 0 ? others : { ...others, [table]: next }
}

/** What of a plan is meant: ticked tables, deletes, and rows that are left out. It begins anew where another approval stands. */
export function ChoiceProvider({ plan, children }: { plan: PlanDetail; children: ReactNode }) {
  const [choice, setChoice] = useState<Choice>(() => firstChoice(plan))
  const [leftOut, setLeftOut] = useState<LeftOut>({})
  const [asked, setAsked] = useState(plan.approvals.latest?.id)
  const latest = plan.approvals.latest?.id
  if (asked !== latest) {
    setAsked(latest)
    setChoice(firstChoice(plan))
  }
  const value = useMemo<Chosen>(() => {
    const setTables = (tables: readonly string[]) => setChoice((old) => ({ ...old, tables }))
    return {
      choice,
      leftOut,
      open: plan.state === 'draft',
      setTables,
      setTable: (table, ticked) => setTables(ticked ? [...without(choice.tables, table), table] : without(choice.tables, table)),
      setDeletes: (deletes) => setChoice((old) => ({ ...old, deletes })),
      isOut: (table, index) => leftOut[table]?.includes(index) ?? false,
      toggleRow: (table, index) => setLeftOut((old) => toggled(old, table, index)),
      keepAll: () => setLeftOut({}),
    }
  }, [choice, leftOut, plan.state])
  return <ChoiceContext value={value}>{children}</ChoiceContext>
}

export function useChoice(): Chosen {
  const chosen = useContext(ChoiceContext)
  if (!chosen) throw new Error('ChoiceProvider is missing above')
  return chosen
}

/** The rows that are left out, where rows can be; null where they cannot. */
export function useRowChoice(): Pick<Chosen, 'isOut' | 'toggleRow'> | null {
  const chosen = useContext(ChoiceContext)
  return chosen?.open ? chosen : null
}
