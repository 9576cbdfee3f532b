import type { Approval, ApprovalKind, ApprovalState, PolicyRule } from '#features/approvals/schema.ts'

/** What can be approved. Its title is the message `approvals.kinds.<kind>`. */
export const approvalKinds = ['datasheets.import'] as const
/** void: what it was bound to changed. used: it was done, and is not done again. */
export const approvalStates = ['pending', 'approved', 'rejected', 'expired', 'void', 'used'] as const

/** Where what is approved is looked at. */
export const hrefOf: Readonly<Record<ApprovalKind, (subject: string) => string>> = {
  'datasheets.import': (subject) => `/datasheets/plans/${subject}`,
}

/** In the address of the list. `all` is no box of the API: without a box it gives all. */
export const approvalFilterNames = ['box', 'state'] as const
export const boxes = ['inbox', 'mine', 'review', 'all'] as const
export type Box = (typeof boxes)[number]
export type ApprovalFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof approvalFilterNames)[number], string>>

/** What the list shows: what waits for the reader, unless the address says otherwise. */
export const boxOf = (value: string | null | undefined): Box => boxes.find((box) => box === value) ?? 'inbox'

export function inBox({ box, ...filter }: ApprovalFilter): ApprovalFilter {
  const shown = boxOf(box)
  return shown === 'all' ? filter : { ...filter, box: shown }
}

/** What Home asks for. */
export const openReviews: ApprovalFilter = { page: 1, pageSize: 5, sort: 'requestedAt', box: 'review' }

export const toneOf: Readonly<Record<ApprovalState, 'green' | 'red' | 'amber' | 'blue' | 'grey'>> = {
  pending: 'amber',
  approved: 'green',
  rejected: 'red',
  expired: 'grey',
  void: 'grey',
  used: 'blue',
}

const isOwn = ({ author, requestedBy }: Approval, id: string): boolean => id === author.id || id === requestedBy.id

/** How many have agreed; who did so twice, or may not, is not counted. */
export const agreedCount = (one: Approval): number =>
  new Set(one.decisions.filter(({ person, verdict }) => verdict === 'approve' && !isOwn(one, person.id)).map(({ person }) => person.id)).size

/** Whether it went without another person. */
export const isBroken = ({ decisions }: Approval): boolean => decisions.some(({ verdict }) => verdict === 'break_glass')

/** Whose act another person has to look at, and whether the time for it is over. */
export function owedReview({ review, decisions }: Approval, nowMs: number): { by: string; late: boolean } | null {
  if (!review || review.reviewedAt) return null
  const by = decisions.find(({ verdict }) => verdict === 'break_glass')?.person.name ?? ''
  return { by, late: Date.parse(review.dueAt) <= nowMs }
}

/** Tables that were ticked, where the kind has tables. */
export function tablesOf({ selection }: Approval): string[] {
  const { tables } = selection
  return Array.isArray(tables) ? tables.filter((name) => typeof name === 'string') : []
}

export const newRule: PolicyRule = { kind: 'datasheets.import', environment: null, environmentKind: 'production', fromSize: 0, required: 1 }

/** The two sides of a rule's choice of place: an environment's id, or `kind:` and a kind. */
export const placeValue = ({ environment, environmentKind }: PolicyRule): string => environment ?? `kind:${environmentKind}`

export function placedAt(rule: PolicyRule, value: string, environments: readonly { id: string; kind: PolicyRule['environmentKind'] }[]): PolicyRule {
  const environment = environments.find(({ id }) => id === value)
  if (environment) return { ...rule, environment: environment.id, environmentKind: environment.kind }
  return { ...rule, environment: null, environmentKind: value === 'kind:production' ? 'production' : 'test' }
}
