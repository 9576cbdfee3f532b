import { withQuery } from '#components/api/client.ts'
import type { Analysis, PlayerRow } from '#features/retention/schema.ts'

/** The account that tells a player from others of the same uid; undefined where the uid is enough. */
export const accountIn = ({ identity }: Pick<Analysis, 'identity'>, { auth_id }: Pick<PlayerRow, 'auth_id'>): string | undefined =>
  identity === 'account' ? auth_id : undefined

export const playerHref = (analysis: Pick<Analysis, 'identity' | 'run'>, row: Pick<PlayerRow, 'uid' | 'auth_id'>): string =>
  withQuery(`/retention/${analysis.run.id}/players/${encodeURIComponent(row.uid)}`, { account: accountIn(analysis, row) })
