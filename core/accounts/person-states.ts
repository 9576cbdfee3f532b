/** `invited` has not come yet, `disabled` may not enter. */
export const personStates = ['active', 'invited', 'disabled'] as const
