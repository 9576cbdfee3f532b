import { z } from 'zod'

/** Operators without a right side, with one value, and with a list. */
export const unaryOperators = ['is_null', 'not_null'] as const
export const binaryOperators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const
export const listOperators = ['in', 'not_in'] as const

/** Numbers are written as texts where digits count; they compare by value in a column of numbers. */
const value = z.union([z.string().max(1_000), z.number(), z.boolean()])
const left = z.string().min(1).max(191)

const comparison = z.union([
  z.strictObject({ left, op: z.enum(unaryOperators) }),
  z.strictObject({ left, op: z.enum(binaryOperators), right: value }),
  z.strictObject({ left, op: z.enum(listOperators), right: z.array(value).min(1).max(200) }),
])

export type Comparison = z.infer<typeof comparison>
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition }

/**
 * The one condition tree of the console. NULL is a value of its own: `ne` and `not_in` hold for it, `eq`, `in` and the
 * comparisons of size do not, so that a condition and its negation share every row among them.
 */
export const condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      comparison,
      z.strictObject({ all: z.array(condition).min(1).max(50) }),
      z.strictObject({ any: z.array(condition).min(1).max(50) }),
      z.strictObject({ not: condition }),
    ]),
  )
  .meta({ id: 'Condition' })
