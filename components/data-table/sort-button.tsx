import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import classes from './sort-button.module.css'

/** As `aria-sort` of the column's head says it. */
export type Direction = 'ascending' | 'descending' | 'none'
const signs = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort }

/** The name of a column by which a table can be sorted, with the direction that it has now. */
export function SortButton({ label, direction, onPress }: { label: string; direction: Direction; onPress: () => void }) {
  const Sign = signs[direction]
  return (
    <button type="button" className={classes.sort} data-on={direction === 'none' ? undefined : true} onClick={onPress}>
      {label}
      <Sign size={13} aria-hidden opacity={direction === 'none' ? 0.45 : 1} />
    </button>
  )
}
