import { report } from './check/report.mjs'
import { checkStructure } from './check/structure.mjs'

report('structure', checkStructure(process.cwd()))
