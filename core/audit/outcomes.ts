/** How an act ended. */
export const outcomes = ['done', 'refused'] as const
