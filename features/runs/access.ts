import { may, type Principal } from '#core/shared/permissions.ts'

export const mayViewRuns = (who: Principal): boolean => may(who, 'runs.view')
/** Cancelling somebody else's run is an operator's work as well: whoever may control runs may control all of them. */
export const mayControlRuns = (who: Principal): boolean => may(who, 'runs.control')
