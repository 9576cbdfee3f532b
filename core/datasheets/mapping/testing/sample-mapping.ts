import { mapping } from '#core/datasheets/mapping/mapping.ts'
import written from '../../../../docs/guides/datasheets-sample-mapping.json' with { type: 'json' }

/** The mapping that the guide shows, complete with its defaults: how the sheets of the sample game reach its tables. */
export const sampleMapping = mapping.parse(written)
