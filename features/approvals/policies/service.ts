import { type Rule, requiredFor, rulesFault } from '#core/approvals/policy.ts'
import { glassBreaker } from '#core/approvals/rules.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import * as repository from '#features/approvals/repository.ts'
import { type Policies, type PolicyRule, policies } from '#features/approvals/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { listEnvironments } from '#features/environments/repository.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { type Tx, transact } from '#server/database.ts'

type Origin = { ip: string; requestId: string }

const toPolicies = (rules: readonly Rule[]): Policies => policies.parse({ items: rules })

export const loadPolicies = async (_who: Principal): Promise<Policies> => toPolicies(await repository.listRules())

/** Rules of one environment go by the kind that it has now. */
async function placed(items: readonly PolicyRule[]): Promise<PolicyRule[] | Refusal> {
  const environments = await listEnvironments()
  const rules: PolicyRule[] = []
  for (const [at, item] of items.entries()) {
    const environment = item.environment === null ? null : environments.find(({ id, name }) => id === item.environment || name === item.environment)
    if (environment === undefined) return refuse('environment_unknown', 404, { environment: item.environment ?? '' }, `items.${at}.environment`)
    const kind = environment === null ? item.environmentKind : environment.kind === 'production' ? 'production' : 'test'
    rules.push({ ...item, environment: environment?.id ?? null, environmentKind: kind })
  }
  return rules
}

const pathOf = { policy_below_production: 'required', policy_twice: 'fromSize' } as const

/** What waits asks for no less than the new rules do; where too few have agreed by then it waits again. */
async function tighten(tx: Tx, rules: readonly Rule[]): Promise<number> {
  let raised = 0
  for (const held of await repository.lockOpen(tx)) {
    const { kind } = repository.matterOf(held)
    if (held.environmentId === null || kind === null) continue
    const required = requiredFor(rules, { kind: held.kind, environment: { id: held.environmentId, kind }, size: held.size })
    if (required <= held.required) continue
    raised++
    const broken = glassBreaker(await repository.saidOf(tx, held.id)) !== null
    await repository.updateApproval(tx, held.id, broken ? { required } : { required, state: 'pending', decidedAt: null })
  }
  return raised
}

const told = (rules: readonly Rule[]): string[] =>
  rules.map(({ kind, environment, environmentKind, fromSize, required }) => `${kind} ${environment ?? environmentKind} >=${fromSize}: ${required}`)

/**
 * Replaces all rules. Refuses environment_unknown, policy_below_production and policy_twice, each with its field. Open requests never get
 * easier by it, but they ask for more people where a new rule does.
 */
export async function changePolicies(who: Principal, { items }: Policies, origin: Origin): Promise<Policies | Refusal> {
  const rules = await placed(items)
  if (rules instanceof Refusal) return rules
  const fault = rulesFault(rules)
  if (fault) return refuse(fault.code, 422, { row: fault.at + 1 }, `items.${fault.at}.${pathOf[fault.code]}`)
  return transact(async (tx) => {
    const before = await repository.listRules(tx)
    await repository.replaceRules(tx, rules, who.userId, await databaseNow(tx))
    const raised = await tighten(tx, rules)
    const facts = { before: { rules: told(before) }, after: { rules: told(rules) }, detail: { raised } }
    await recordAudit(tx, { who, action: 'approvals.policy', object: 'approvals:policies', ...facts, ...origin })
    return toPolicies(await repository.listRules(tx))
  }, 'ReadCommitted')
}
