import { config } from 'zod'

// Runs before any other code in the browser. zod compiles parsers with new Function where it can, and a strict CSP reports
// even the probe; each schema asks when it is made, so this cannot wait for a component.
config({ jitless: true })
