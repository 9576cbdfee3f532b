import type { AuditRow } from '#core/audit/chain.ts'

/** Columns of an exported audit, with their widths in characters. */
export const auditColumns = [
  { name: 'id', width: 10 },
  { name: 'seq', width: 10 },
  { name: 'at', width: 25 },
  { name: 'who', width: 20 },
  { name: 'user_id', width: 38 },
  { name: 'via', width: 10 },
  { name: 'ip', width: 16 },
  { name: 'user_agent', width: 30 },
  { name: 'action', width: 22 },
  { name: 'object', width: 30 },
  { name: 'outcome', width: 10 },
  { name: 'request_id', width: 38 },
  { name: 'run', width: 10 },
  { name: 'plan', width: 20 },
  { name: 'detail', width: 40 },
  { name: 'before', width: 40 },
  { name: 'after', width: 40 },
] as const

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const text = (id: bigint | null): string | null => (id === null ? null : String(id))

/** A row of the audit as cells, in the order of `auditColumns`; instants in UTC. */
export function auditCells(row: AuditRow & { seq: bigint | null }): (string | null)[] {
  const { id, seq, at, userName, userId, via, ip, userAgent, action, object, outcome, requestId, runId, planId, detail, before, after } = row
  const who = [userName, userId, via, ip, userAgent]
  return [String(id), text(seq), at.toISOString(), ...who, action, object, outcome, requestId, text(runId), planId, json(detail), json(before), json(after)]
}
