'use client'
import { type ChartData, wholeName } from '#components/chart/series.ts'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'

/** The same numbers as a table. */
export function ChartTable({ data }: { data: ChartData }) {
  const columns = [...data.series, ...(data.further ?? [])]
  return (
    <ScrollTable label={data.title}>
      <thead>
        <tr>
          <th>{data.along.label}</th>
          {columns.map((column) => (
            <th key={column.id} data-align="end">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.along.values.map((_, index) => (
          <tr key={wholeName(data, index)}>
            <td>{wholeName(data, index)}</td>
            {columns.map(({ id, values, format, unknown = '' }) => {
              const value = values[index] ?? null
              return (
                <td key={id} data-align="end">
                  {value === null ? <Unknown reason={unknown} /> : format(value)}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  )
}
