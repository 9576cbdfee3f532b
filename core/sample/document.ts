/** The log families of the game. The first eight feed the metrics; `item_buy` only shows that a player is active. */
export const sampleFamilies = [
  'login_comp',
  'tutorial_entry',
  'log_tutorial',
  'survival_sta',
  'survival_end',
  'player_kill',
  'matching_complete',
  'friend',
  'item_buy',
] as const
export type SampleFamily = (typeof sampleFamilies)[number]

/** The nested part of a log document; a field that does not apply is left out. */
export type EventBody = {
  device_mod?: string
  action?: string
  action_type?: string
  stage_type?: string
  result?: number
  play_stats?: { monster_kill_cnt?: number }
  instigator_uid?: string
  oper_type?: number
  friend_type?: number
}

/** One log event. `at` in epoch milliseconds; null where the document lacks the field. `id` is unique within a dataset. */
export type LogEvent = {
  id: string
  family: SampleFamily
  at: number
  uid: string | null
  account: string | null
  country: string | null
  body: EventBody
}

/** The document as the game's log shipper writes it; absent values are absent fields, never null. */
export function documentOf(event: LogEvent): Record<string, unknown> {
  const document: Record<string, unknown> = { '@timestamp': new Date(event.at).toISOString(), type: event.family }
  if (event.uid !== null) document.uid = event.uid
  if (event.account !== null) document.auth = { id: event.account }
  if (event.country !== null) document.country = event.country
  document.body = event.body
  return document
}

/** Two lines of a bulk request: the action with index `<prefix><family>` and the event's own id, and the document. */
export const bulkLinesOf = (prefix: string, event: LogEvent): string =>
  `{"index":{"_index":"${prefix}${event.family}","_id":"${event.id}"}}\n${JSON.stringify(documentOf(event))}\n`
