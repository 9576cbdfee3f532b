import { expect, test } from 'vitest'
import {
  agree,
  applyRequestOf,
  approvalsLeft,
  brakedTables,
  choiceOf,
  cureOf,
  differingColumns,
  firstChoice,
  importFilterOf,
  leavesOut,
  nextStep,
  notTickable,
  openConflicts,
  sameChoice,
  stageOf,
  stagesOf,
  writtenBy,
} from '#features/datasheets/imports/view.ts'
import type { PlanDetail } from '#features/datasheets/plans/schema.ts'

type Table = PlanDetail['tables'][number]
type Approval = NonNullable<PlanDetail['approvals']['latest']>

const table = (name: string, more: Partial<Table> = {}): Table => ({
  table: name,
  sheets: [],
  columns: ['id', 'hp'],
  key: ['id'],
  insert: 1,
  update: 2,
  delete: 3,
  unchanged: 0,
  errors: 0,
  warnings: 0,
  rowsBefore: 10,
  byColumn: [],
  digest: 'd',
  ...more,
})
const items = table('items')
const gates = table('gates', { insert: 0, update: 0, delete: 4 })
const both = { tables: ['items', 'gates'], deletes: true }

const approval = (state: Approval['state'], selection: Record<string, unknown> = { tables: ['items', 'gates'], deletes: true }) =>
  ({ state, selection, required: 1, decisions: [] as Approval['decisions'] }) as Approval
const plan = (latest: Approval | null = null, more: Partial<PlanDetail> = {}) => ({
  state: 'draft' as PlanDetail['state'],
  conflicts: 0,
  rowsRemovedAt: null,
  environmentMoved: false,
  tables: [items, gates],
  approvals: { required: 1, latest },
  ...more,
})

test('the address of the list is asked for as the API wants it', () => {
  const url = { page: 2, pageSize: 50, sort: null, filters: { q: 'a', environment: 'live', state: 'nonsense', table: 'items' } }
  expect(importFilterOf(url)).toEqual({ page: 2, pageSize: 50, sort: '-createdAt', q: 'a', environment: 'live', table: 'items' })
  expect(importFilterOf({ ...url, sort: 'committedAt', filters: { q: null, environment: null, state: 'failed', table: null } })).toEqual({
    page: 2,
    pageSize: 50,
    sort: 'committedAt',
    state: 'failed',
  })
})

test('tables without changes and with errors cannot be ticked', () => {
  expect(notTickable(items)).toBeNull()
  expect(notTickable(table('same', { insert: 0, update: 0, delete: 0, errors: 1 }))).toBe('same')
  expect(notTickable(table('bad', { errors: 1 }))).toBe('errors')
})

test('ticked at first: what was asked to be approved, else all that can be', () => {
  const bad = table('bad', { errors: 2 })
  expect(firstChoice({ ...plan(), tables: [items, bad] })).toEqual({ tables: ['items'], deletes: true })
  const asked = approval('pending', { tables: ['gates'], deletes: false })
  expect(firstChoice(plan(asked))).toEqual({ tables: ['gates'], deletes: false })
  expect(firstChoice(plan(approval('rejected', { tables: ['gates'], deletes: false })))).toEqual(both)
  expect(firstChoice(plan(approval('approved', { tables: ['gone'], deletes: true })))).toEqual(both)
  expect(choiceOf(approval('pending', { tables: 7 }))).toEqual({ tables: [], deletes: true })
})

test('a choice is the same in whatever order it was ticked', () => {
  expect(sameChoice(both, { tables: ['gates', 'items'], deletes: true })).toBe(true)
  expect(sameChoice(both, { ...both, deletes: false })).toBe(false)
  expect(sameChoice(both, { tables: ['items'], deletes: true })).toBe(false)
})

test('what a choice writes: deletes only where they are meant', () => {
  expect(writtenBy(plan(), both)).toEqual({ tables: 2, insert: 1, update: 2, delete: 7, rows: 10 })
  expect(writtenBy(plan(), { ...both, deletes: false })).toEqual({ tables: 1, insert: 1, update: 2, delete: 0, rows: 3 })
})

test('says whether a choice leaves out something that would change', () => {
  const of = (choice: Parameters<typeof leavesOut>[1]) => leavesOut([items, gates, table('same', { insert: 0, update: 0, delete: 0 })], choice)
  expect(of(both)).toBe(false)
  expect(of({ ...both, deletes: false })).toBe(true)
  expect(of({ tables: ['items'], deletes: true })).toBe(true)
  expect(leavesOut([table('new', { delete: 0 })], { tables: ['new'], deletes: false })).toBe(false)
})

test('names are typed of chosen tables that lose much, unless nothing is deleted', () => {
  const risks = [
    { table: 'items', percent: 60, deletePercent: 30, braked: true },
    { table: 'gates', percent: 4, deletePercent: 4, braked: false },
  ]
  expect(brakedTables({ risks }, both)).toEqual(['items'])
  expect(brakedTables({ risks }, { tables: ['gates'], deletes: true })).toEqual([])
  expect(brakedTables({ risks }, { ...both, deletes: false })).toEqual([])
})

test('what is asked of the server: typed names and numbers only where they are wanted', () => {
  const risks = [{ table: 'items', percent: 60, deletePercent: 30, braked: true }]
  const environment = { id: '1', name: 'Live', kind: 'production' as const }
  const asked = { sha256: 'abc', environment, tables: [items, gates], risks }
  expect(applyRequestOf(asked, both, 'why')).toEqual({
    sha256: 'abc',
    ...both,
    reason: 'why',
    confirm: { environment: 'Live', rows: 10 },
    confirmTables: ['items'],
  })
  expect(applyRequestOf({ ...asked, environment: { ...environment, kind: 'test' } }, { tables: ['gates'], deletes: false }, '')).toEqual({
    sha256: 'abc',
    tables: ['gates'],
    deletes: false,
    reason: '',
  })
})

test('the next step follows the state, the choice and the approval', () => {
  const step = (latest: Approval | null, more: Partial<PlanDetail> = {}, choice = both) => nextStep(plan(latest, more), choice, null)
  expect(step(null)).toEqual({ code: 'ask', why: 'first' })
  expect(step(approval('pending'))).toEqual({ code: 'waiting', left: 1 })
  expect(step(approval('approved'))).toEqual({ code: 'apply' })
  expect(step(approval('approved'), {}, { tables: ['items'], deletes: true })).toEqual({ code: 'ask', why: 'other' })
  expect(step(approval('rejected'))).toEqual({ code: 'rejected' })
  expect(step(approval('expired'))).toEqual({ code: 'ask', why: 'expired' })
  expect(step(approval('void'))).toEqual({ code: 'ask', why: 'void' })
  expect(step(approval('used'))).toEqual({ code: 'ask', why: 'used' })
  expect(step(null, { approvals: { required: 0, latest: null } })).toEqual({ code: 'apply' })
  expect(step(null, {}, { tables: [], deletes: true })).toEqual({ code: 'choose' })
  expect(step(null, {}, { tables: ['gates'], deletes: false })).toEqual({ code: 'choose' })
  expect(step(null, { state: 'conflicted', conflicts: 2 })).toEqual({ code: 'conflicts' })
  for (const state of ['computing', 'failed', 'expired', 'applying', 'applied'] as const) expect(step(null, { state })).toEqual({ code: state })
})

test('a plan for another database than the environment leads to now can only be compared again', () => {
  const moved = { environmentMoved: true }
  const step = (more: Partial<PlanDetail>, last: { state: 'failed' | 'unknown'; moved: number } | null = null) =>
    nextStep(plan(approval('approved'), { ...moved, ...more }), both, last)
  for (const state of ['draft', 'conflicted'] as const) expect(step({ state })).toEqual({ code: 'elsewhere' })
  expect(step({}, { state: 'failed', moved: 2 })).toEqual({ code: 'elsewhere' })
  for (const state of ['applied', 'expired', 'computing'] as const) expect(step({ state })).toEqual({ code: state })
  // Whether it was written is what somebody has to know first.
  expect(step({}, { state: 'unknown', moved: 0 })).toEqual({ code: 'unknown' })
})

test('of a plan whose rows were removed only a new one can be had', () => {
  const at = '2026-11-22T00:00:00.000Z'
  for (const state of ['expired', 'conflicted', 'draft'] as const) {
    expect(nextStep(plan(null, { state, rowsRemovedAt: at }), both, null)).toEqual({ code: 'removed' })
  }
  // It never had any.
  const empty = table('empty', { insert: 0, update: 0, delete: 0 })
  expect(nextStep(plan(null, { state: 'expired', rowsRemovedAt: at, tables: [empty] }), both, null)).toEqual({ code: 'expired' })
  expect(nextStep(plan(null, { state: 'expired', rowsRemovedAt: at, tables: [{ ...empty, theirs: 1 }] }), both, null)).toEqual({ code: 'removed' })
})

test('a plan like one that time has passed by is had from what there still is', () => {
  const file = (kept: boolean) => ({ upload: 'u', name: 'a.xlsx', kind: 'xlsx' as const, bytes: 1, sha256: 'f', kept })
  const past = (more: Partial<PlanDetail>) =>
    cureOf({ origin: 'files', undoOf: null, source: null, files: [file(true)], base: null, rowsRemovedAt: null, ...more })
  const rowsRemovedAt = '2026-11-22T00:00:00.000Z'
  const source = { id: '1', name: 'Test' }
  expect([past({}), past({ rowsRemovedAt })]).toEqual(['again', 'again'])
  expect([past({ files: [file(true), file(false)] }), past({ files: [file(false)], rowsRemovedAt })]).toEqual(['upload', 'upload'])
  expect(past({ origin: 'compare', source, files: [] })).toBe('databases')
  expect(past({ origin: 'derived', base: '1', source, files: [] })).toBe('base')
  expect(past({ origin: 'derived', base: '1', source, files: [], rowsRemovedAt })).toBe('databases')
  expect(past({ origin: 'derived', base: '1', files: [file(false)], rowsRemovedAt })).toBe('upload')
  expect(past({ origin: 'undo', undoOf: '1', files: [] })).toBe('undo')
})

test('a choice without some rows is another plan', () => {
  expect(nextStep(plan(approval('approved')), both, null, 1)).toEqual({ code: 'derive' })
  expect(nextStep(plan(null), { tables: [], deletes: true }, null, 1)).toEqual({ code: 'choose' })
})

test('nothing to do, sheets to mend, and rows that moved come before any choice', () => {
  const same = { insert: 0, update: 0, delete: 0 }
  expect(nextStep(plan(null, { tables: [table('a', same)] }), both, null)).toEqual({ code: 'nothing' })
  expect(nextStep(plan(null, { tables: [table('a', { ...same, errors: 1 })] }), both, null)).toEqual({ code: 'mend' })
  expect(nextStep(plan(null, { tables: [table('a', { errors: 1 })] }), both, null)).toEqual({ code: 'mend' })
  expect(nextStep(plan(), both, { state: 'failed', moved: 2 })).toEqual({ code: 'moved' })
  expect(nextStep(plan(), both, { state: 'failed', moved: 0 })).toEqual({ code: 'ask', why: 'first' })
  expect(nextStep(plan(approval('approved')), both, { state: 'unknown', moved: 0 })).toEqual({ code: 'unknown' })
})

test('the stages: no approval where none is wanted', () => {
  expect(stagesOf(plan())).toEqual(['compare', 'choose', 'approve', 'import'])
  expect(stagesOf(plan(null, { approvals: { required: 0, latest: null } }))).toEqual(['compare', 'choose', 'import'])
  expect(stageOf({ code: 'waiting', left: 1 })).toBe('approve')
})

test('a plan and its latest import say the same of each other, or one of them is asked again', () => {
  const same = [
    ['applying', 'running'],
    ['applied', 'applied'],
    ['draft', 'failed'],
    ['expired', 'failed'],
    ['draft', 'unknown'],
  ] as const
  for (const [plan, last] of same) expect([plan, last, agree(plan, last)]).toEqual([plan, last, true])
  const others = [
    ['draft', 'applied'],
    ['draft', 'running'],
    ['applying', 'applied'],
    ['applying', 'failed'],
    ['applied', 'running'],
  ] as const
  for (const [plan, last] of others) expect([plan, last, agree(plan, last)]).toEqual([plan, last, false])
})

test('how many people have to agree still', () => {
  const person = { id: '1', name: 'A' }
  const decision = (verdict: Approval['decisions'][number]['verdict']) => ({ id: '1', person, verdict, comment: '', createdAt: '' })
  expect(approvalsLeft({ required: 2, decisions: [decision('approve'), decision('comment')] })).toBe(1)
  expect(approvalsLeft({ required: 1, decisions: [decision('approve'), decision('approve')] })).toBe(0)
})

test('conflicts are open until each row, or all of its table, has a decision', () => {
  const tables = [{ table: 'a', both: 3 }, { table: 'b', both: 1 }, { table: 'c' }]
  expect(openConflicts(tables, {})).toBe(4)
  expect(openConflicts(tables, { a: { rows: { 0: 'mine', 2: 'theirs' } } })).toBe(2)
  expect(openConflicts(tables, { a: { all: 'mine', rows: { 0: 'theirs' } }, b: { rows: { 0: 'mine' } } })).toBe(0)
})

test('columns in which versions of a row differ; a missing row differs in all', () => {
  expect(
    differingColumns([
      { id: '1', hp: '2', name: null },
      { id: '1', hp: '3', name: null },
    ]),
  ).toEqual(['hp'])
  expect(differingColumns([{ id: '1', hp: '2' }, null])).toEqual(['id', 'hp'])
  expect(differingColumns([null, null])).toEqual([])
})
