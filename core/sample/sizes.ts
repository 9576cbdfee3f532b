/** New players of each size. */
export const sampleSizes = { small: 2_000, medium: 10_000, large: 100_000 } as const
