import { may, type Principal } from '#core/shared/permissions.ts'

export const mayViewSources = (who: Principal): boolean => may(who, 'sources.view')
export const mayManageSources = (who: Principal): boolean => may(who, 'sources.manage')
