import { checkMessages } from './check/messages.mjs'
import { report } from './check/report.mjs'

report('messages', checkMessages(process.cwd()))
