import { db } from '#server/database.ts'
import { previousSecret } from '#server/env.ts'
import { rotateSecrets } from '#server/sealed/rotate.ts'

// Seals everything anew under QUARTERDECK_SECRET that QUARTERDECK_SECRET_PREVIOUS had sealed. Needs the database and nothing
// else; may be stopped and run again. A line on stderr for each batch, the result as JSON on stdout; exit 1 when values are left.

const dayMs = 86_400_000
if (previousSecret === null) console.error('QUARTERDECK_SECRET_PREVIOUS is not set: only what the present secret opens can be read')
const found = await rotateSecrets(dayMs, (column) => console.error(column))
console.log(JSON.stringify(found, null, 2))
const unreadable = found.columns.reduce((sum, column) => sum + column.unreadable, 0)
process.exitCode = found.done && unreadable === 0 ? 0 : 1
await db.$disconnect()
