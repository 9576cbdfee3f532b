import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverNull, serverSeparator } from '#core/datasheets/diff/server-line.ts'
import { type KeptOperation, operationLine } from '#core/datasheets/operation.ts'
import { PlanOperation, planLines } from './plan-line.ts'
import { namedColumns, rowIs } from './row-bytes.ts'

type Value = string | null
const names = ['id', 'name', 'same', 'price']
const columns = namedColumns(names)

/** A row as the server puts it together. */
const rowOf = (values: readonly Value[]): Buffer =>
  Buffer.concat(values.flatMap((value, at) => [...(at > 0 ? [Buffer.of(serverSeparator)] : []), value === null ? Buffer.of(serverNull) : Buffer.from(value)]))

const value = fc.option(fc.string({ unit: fc.constantFrom(...'ab1{}[]:, "\\한😀\n'), maxLength: 6 }))
const row = fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), value, value, value)

function lineOf(before: readonly Value[], after: readonly Value[]): string {
  const cells = Object.fromEntries(names.flatMap((name, at) => (before[at] === after[at] ? [] : [[name, [before[at] ?? null, after[at] ?? null] as const]])))
  const same = Object.fromEntries(names.flatMap((name, at) => (before[at] === after[at] ? [[name, before[at] ?? null]] : [])))
  const line = operationLine({ op: 'update', key: { id: before[0] ?? null }, cells })
  return `${line.slice(0, -1)},"same":${JSON.stringify(same)},"at":{"file":"},\\"same\\":{","sheet":"s","row":1}}`
}

describe('lines of a plan', () => {
  it('are read as they were written, and digested by what is digested', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row), { maxLength: 6 }), (pairs) => {
        const lines = pairs.map(([before, [, ...after]]) => lineOf(before, [before[0], ...after]))
        lines.push('{"op":"insert","key":{"id":"},\\"same\\":{"},"cells":{"id":[null,"x"]},"at":{"file":"f","sheet":"s","row":2}}')
        const { operations, digested } = planLines(Buffer.from(lines.join('\n')))
        const whole = lines.map((line) => JSON.parse(line) as KeptOperation)
        expect(operations.map(({ op, key, cells, same }) => ({ op, key, cells, same }))).toEqual(
          whole.map(({ op, key, cells, same }) => ({ op, key, cells, same })),
        )
        expect(digested.toString()).toBe(whole.map((one) => `${operationLine(one)}\n`).join(''))
      }),
    )
    expect(planLines(Buffer.alloc(0)).operations).toEqual([])
  })
})

describe('a row of the server', () => {
  const planned = (before: readonly Value[], after: readonly Value[]): PlanOperation => {
    const [operation] = planLines(Buffer.from(lineOf(before, after))).operations
    if (!(operation instanceof PlanOperation)) throw new Error('no update')
    return operation
  }

  it('is never taken for what it is not, and known where nothing is escaped', () => {
    fc.assert(
      fc.property(row, row, row, ([id, ...before], [, ...after], [, ...other]) => {
        const operation = planned([id, ...before], [id, ...after])
        for (const [side, values] of [
          [0, before],
          [1, after],
        ] as const) {
          const end = rowIs(rowOf([id, ...values]), operation, columns, side)
          const stays = JSON.stringify(operation.same)
          if (end >= 0) expect(operation.bytes.toString('utf8', operation.sameAt, end)).toBe(stays)
          else expect(stays).toContain('\\')
          if (JSON.stringify(other) !== JSON.stringify(values)) expect(rowIs(rowOf([id, ...other]), operation, columns, side)).toBe(-1)
        }
      }),
    )
  })

  it('with line ends that are not canonical is looked at by its values', () => {
    for (const text of ['a\r\nb', '가\r나']) {
      const operation = planned(['1', text, null, '2'], ['1', 'b', null, '2'])
      expect(rowIs(rowOf(['1', text, null, '2']), operation, columns, 0)).toBe(-1)
      expect(rowIs(rowOf(['1', 'b', null, '2']), operation, columns, 1)).toBeGreaterThan(0)
    }
  })

  it('of columns that are called like what every object has', () => {
    const names = namedColumns(['id', 'constructor', 'toString'])
    const line = '{"op":"update","key":{"id":"1"},"cells":{"toString":["a","b"]},"same":{"id":"1","constructor":"c"}}'
    const [operation] = planLines(Buffer.from(line)).operations
    expect(rowIs(rowOf(['1', 'c', 'b']), operation as PlanOperation, names, 1)).toBeGreaterThan(0)
    expect(rowIs(rowOf(['1', 'd', 'b']), operation as PlanOperation, names, 1)).toBe(-1)
  })

  it('of more or fewer columns is another one', () => {
    const operation = planned(['1', 'a', null, '2'], ['1', 'b', null, '2'])
    expect(rowIs(rowOf(['1', 'a', null, '2', 'x']), operation, columns, 0)).toBe(-1)
    expect(rowIs(rowOf(['1', 'a', null]), operation, columns, 0)).toBe(-1)
    expect(rowIs(rowOf(['1', 'a', null, '2']), operation, columns, 0)).toBeGreaterThan(0)
  })
})
