import type { EnvironmentKind } from '#core/shared/permissions.ts'

/** From `fromSize` on, `required` people have to agree. `environment` null: in every environment of the kind. */
export type Rule = { kind: string; environment: string | null; environmentKind: EnvironmentKind; fromSize: number; required: number }

export type Asked = { kind: string; environment: { id: string; kind: EnvironmentKind }; size: number }

/** What holds where no rule does; production never goes below. */
export const leastRequired: Readonly<Record<EnvironmentKind, number>> = { test: 0, production: 1 }

/** Who breaks the glass goes alone for so long before somebody else has to look, and an approval lives as long. */
export const approvalHours = 24

/** Of the rules that reach the size, the one that begins highest; null when there is none. */
function reaching(rules: readonly Rule[], size: number): Rule | null {
  const reached = rules.filter(({ fromSize }) => fromSize <= size)
  return reached.reduce<Rule | null>((best, rule) => (best === null || rule.fromSize > best.fromSize ? rule : best), null)
}

/**
 * How many people other than the author have to agree, 0..3. Rules of the environment itself go before those of its kind;
 * a production environment asks for one person at least, whatever a rule says that was made while it was a test environment.
 */
export function requiredFor(rules: readonly Rule[], { kind, environment, size }: Asked): number {
  const ofKind = rules.filter((rule) => rule.kind === kind)
  const own = ofKind.filter((rule) => rule.environment === environment.id)
  const shared = ofKind.filter((rule) => rule.environment === null && rule.environmentKind === environment.kind)
  const least = leastRequired[environment.kind]
  return Math.max(least, (reaching(own, size) ?? reaching(shared, size))?.required ?? least)
}

const placeOf = (rule: Rule): string => JSON.stringify([rule.kind, rule.environment ?? rule.environmentKind, rule.fromSize])

/** The first rule that cannot stand, and why: `policy_below_production` or `policy_twice`; null when all can. */
export function rulesFault(rules: readonly Rule[]): { code: 'policy_below_production' | 'policy_twice'; at: number } | null {
  const below = rules.findIndex(({ environmentKind, required }) => required < leastRequired[environmentKind])
  if (below !== -1) return { code: 'policy_below_production', at: below }
  const places = rules.map(placeOf)
  const twice = places.findIndex((place, at) => places.indexOf(place) < at)
  return twice === -1 ? null : { code: 'policy_twice', at: twice }
}
