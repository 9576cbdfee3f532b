/** Every kind of run there is. */
export const runKinds = [
  'sample.load',
  'retention.analyse',
  'datasheets.diff',
  'datasheets.import',
  'datasheets.compare',
  'datasheets.derive',
  'datasheets.export',
] as const
