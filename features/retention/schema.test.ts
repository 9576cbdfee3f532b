import { expect, it } from 'vitest'
import { sheetColumns } from '#core/retention/columns.ts'
import { playerRow } from '#features/retention/schema.ts'

it('describes a row by the columns of the sheet, in their order', () => {
  expect(playerRow.keyof().options).toEqual(sheetColumns)
})
