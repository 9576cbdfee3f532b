import type { ApprovalKind } from '#features/approvals/schema.ts'

/** Where what is approved is looked at. */
export const hrefOf: Readonly<Record<ApprovalKind, (subject: string) => string>> = {
  'datasheets.import': (subject) => `/datasheets/plans/${subject}`,
}

/** In the address of the list. */
export const approvalFilterNames = ['box', 'state'] as const
export type ApprovalFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof approvalFilterNames)[number], string>>
