'use client'
import { Table } from '@mantine/core'
import { type ChartData, wholeName } from '#components/chart/series.ts'
import { ScrollTable } from '#components/feedback/scroll-table.tsx'
import { Unknown } from '#components/format/unknown.tsx'

/** The same numbers as a table. */
export function ChartTable({ data }: { data: ChartData }) {
  const columns = [...data.series, ...(data.further ?? [])]
  return (
    <ScrollTable label={data.title}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{data.along.label}</Table.Th>
          {columns.map((column) => (
            <Table.Th key={column.id} ta="end">
              {column.label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.along.values.map((_, index) => (
          <Table.Tr key={wholeName(data, index)}>
            <Table.Td>{wholeName(data, index)}</Table.Td>
            {columns.map(({ id, values, format, unknown = '' }) => {
              const value = values[index] ?? null
              return (
                <Table.Td key={id} ta="end">
                  {value === null ? <Unknown reason={unknown} /> : format(value)}
                </Table.Td>
              )
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  )
}
