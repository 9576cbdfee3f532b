/**
 * What happened to a row: it was changed (`altered`), is gone (`deleted`), was not written by the console (`inserted`),
 * stands where another stood or its seal was changed (`reordered`), or the head of the chain was changed (`head`).
 */
export const brokenReasons = ['altered', 'deleted', 'inserted', 'reordered', 'head'] as const
export type BrokenReason = (typeof brokenReasons)[number]
