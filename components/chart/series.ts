/** One row of numbers of a chart; null is not known and stays a gap. */
export type Series = {
  id: string
  label: string
  kind: 'bar' | 'line'
  /** Which scale it is read on; the left one when left out. */
  axis?: 'left' | 'right'
  values: readonly (number | null)[]
  format: (value: number) => string
  /** Why a value is not known. */
  unknown?: string
}

export type ChartData = {
  title: string
  /** What runs along the horizontal axis: short names under it, and whole ones for the hint and the table. */
  along: { label: string; values: readonly string[]; whole?: readonly string[] }
  series: readonly Series[]
  /** Columns that only the table has. */
  further?: readonly Series[]
}

/** Okabe and Ito's eight colours, told apart with every kind of colour blindness; black and yellow change places with the ground they stand on. */
export const palette = {
  light: ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#B8A800'],
  dark: ['#56B4E9', '#E69F00', '#009E73', '#CC79A7', '#D55E00', '#0072B2', '#FFFFFF', '#F0E442'],
} as const

export const wholeName = ({ along }: ChartData, index: number): string => along.whole?.[index] ?? along.values[index] ?? ''
