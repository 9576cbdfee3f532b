import { may, type Principal } from '#core/shared/permissions.ts'

export const mayViewAnalyses = (who: Principal): boolean => may(who, 'retention.view')
export const mayStartAnalysis = (who: Principal): boolean => may(who, 'retention.run')
/** Leaving the console with every player's row is more than looking at them page by page. */
export const mayExportPlayers = (who: Principal): boolean => may(who, 'retention.export')
