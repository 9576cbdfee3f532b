import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { LogEvent } from '#core/retention/oracle.ts'
import type { SheetRow } from '#core/retention/sheet.ts'

export type SqlWindow = { from: number; to: number; openedAt: number }

const tables = `
create table events (id integer, family varchar, ms bigint, uid varchar, account varchar, country varchar);
create table objects (event integer, device varchar, action varchar, action_type varchar, stage_type varchar,
  result integer, kills bigint, instigator varchar, oper_type integer, friend_type integer);`

// Texts compare by their UTF-8 bytes here, and nulls come last, as the definitions want it.
const sheet = `
with logins as (select * from events where family = 'login_comp' and uid is not null),
flags as (
  select event, min(device) device, sum(kills) kills, bool_or(action = 'Start') started,
    bool_or(action_type = 'Complet' and stage_type = 'result') completed,
    bool_or(result = 1) escaped, bool_or(oper_type = 0 and friend_type = 0) befriended
  from objects group by event),
firsts as (
  select uid, min(ms) began from logins where ms >= $from and ms < $to
    and uid not in (select uid from logins where ms < $from) group by uid),
identities as (
  select distinct on (f.uid) f.uid, f.began, l.account, l.country, g.device
  from firsts f join logins l on l.uid = f.uid and l.ms = f.began left join flags g on g.event = l.id
  order by f.uid, l.account, l.country, g.device),
day0 as (
  select e.*, e.ms - lag(e.ms) over (partition by e.uid order by e.ms) gap
  from events e join firsts f using (uid) where e.ms >= f.began and e.ms < f.began + 86400000),
counted as (
  select d.uid, coalesce(sum(gap) filter (where gap <= 300000), 0) // 1000 active,
    count(*) filter (where family = 'tutorial_entry' and g.started) entries,
    count(*) filter (where family = 'log_tutorial' and g.completed) completions,
    count(*) filter (where family = 'survival_sta') dungeons,
    count(*) filter (where family = 'survival_end' and g.escaped) escapes,
    coalesce(sum(g.kills) filter (where family = 'survival_end'), 0) kills,
    count(*) filter (where family = 'matching_complete') matches,
    count(*) filter (where family = 'friend' and g.befriended) friends
  from day0 d left join flags g on g.event = d.id group by d.uid),
murders as (
  select f.uid, count(distinct e.id) murders
  from events e join objects o on o.event = e.id join firsts f on f.uid = o.instigator
  where e.family = 'player_kill' and e.ms >= f.began and e.ms < f.began + 86400000 group by f.uid),
returned as (
  select distinct f.uid from firsts f join logins l using (uid)
  where l.ms >= f.began + 86400000 and l.ms < f.began + 172800000)
select i.uid, i.account, i.country, i.device, i.began::double first_ms, c.active::integer active,
  case when i.began + 172800000 > $opened then null else (r.uid is not null)::integer end d1,
  c.entries::integer entries, c.completions::integer completions, c.dungeons::integer dungeons, c.escapes::integer escapes,
  c.kills::integer kills, coalesce(m.murders, 0)::integer murders, c.matches::integer matches, c.friends::integer friends
from identities i join counted c using (uid) left join murders m using (uid) left join returned r using (uid)
order by i.began, i.uid`

const text = (appender: DuckDBAppender, value: unknown): void => (typeof value === 'string' ? appender.appendVarchar(value) : appender.appendNull())
const whole = (appender: DuckDBAppender, value: unknown): void => (typeof value === 'number' ? appender.appendInteger(value) : appender.appendNull())
const long = (appender: DuckDBAppender, value: unknown): void => (typeof value === 'number' ? appender.appendBigInt(BigInt(value)) : appender.appendNull())

function appendObject(objects: DuckDBAppender, event: number, body: Record<string, unknown>): void {
  whole(objects, event)
  for (const name of ['device_mod', 'action', 'action_type', 'stage_type']) text(objects, body[name])
  whole(objects, body.result)
  long(objects, (body.play_stats as { monster_kill_cnt?: number } | undefined)?.monster_kill_cnt)
  text(objects, body.instigator_uid)
  whole(objects, body.oper_type)
  whole(objects, body.friend_type)
  objects.endRow()
}

async function load(connection: DuckDBConnection, log: readonly LogEvent[]): Promise<void> {
  await connection.run(tables)
  const events = await connection.createAppender('events')
  const objects = await connection.createAppender('objects')
  log.forEach(({ family, at, uid, account, country, body }, id) => {
    whole(events, id)
    text(events, family)
    long(events, at)
    for (const value of [uid, account, country]) text(events, value)
    events.endRow()
    for (const one of body === undefined ? [] : [body].flat()) appendObject(objects, id, one)
  })
  events.closeSync()
  objects.closeSync()
}

type Found = Record<'uid', string> &
  Record<'account' | 'country' | 'device', string | null> &
  Record<'first_ms' | 'active' | 'entries' | 'completions' | 'dungeons' | 'escapes' | 'kills' | 'murders' | 'matches' | 'friends', number> & {
    d1: number | null
  }

const toRow = (row: Found, seq: number): SheetRow => ({
  seq,
  uid: row.uid,
  account: row.account,
  nickname: null,
  firstMs: row.first_ms,
  country: row.country,
  device: row.device,
  activeSeconds: row.active,
  metrics: {
    retention_d1: row.d1,
    tutorial_entry: row.entries,
    tutorial_completed: row.completions,
    dungeon_entry_count: row.dungeons,
    dungeon_escape_count: row.escapes,
    monster_kill_count: row.kills,
    player_kill_count: row.murders,
    matching_complete_count: row.matches,
    friend_add_count: row.friends,
  },
})

/** The sheet of these events as another engine sees it: plain SQL over a table of events, shared with nothing. */
export async function sqlSheet(log: readonly LogEvent[], { from, to, openedAt }: SqlWindow): Promise<SheetRow[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await load(connection, log)
    const answer = await connection.runAndReadAll(sheet, { from: BigInt(from), to: BigInt(to), opened: BigInt(openedAt) })
    return (answer.getRowObjectsJS() as Found[]).map(toRow)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
