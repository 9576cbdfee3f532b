/** Every kind of run there is. */
export const runKinds = ['sample.load', 'retention.analyse', 'datasheets.diff'] as const
