import { may, type Principal } from '#core/shared/permissions.ts'

export const mayLoadSample = (who: Principal): boolean => may(who, 'sample.load')
export const mayViewDatasets = (who: Principal): boolean => may(who, 'runs.view')
