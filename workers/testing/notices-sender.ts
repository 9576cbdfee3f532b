import { runNoticesSender } from '#streams/notices-sender.ts'

// A sender of notices in a process of its own, for tests that kill it.
process.send?.('ready')
await runNoticesSender(new AbortController().signal)
