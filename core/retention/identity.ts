/**
 * What makes one player: the uid; the account; or either of them, as in 2025: who was seen before by uid or by account is
 * old, and documents of the uid or of the account count.
 */
export const identities = ['uid', 'account', 'either'] as const
export type IdentityRule = (typeof identities)[number]
