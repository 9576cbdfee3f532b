import type { FamilyMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, inIndices, timeFilter } from './filters.ts'

/**
 * Names under which an index holds what the sheet says of a first login exactly as the documents have it. `nested` says
 * that the device lies in a nested body.
 */
export type PlainFields = { account: string; country: string; device: string; nested: boolean }

/** Devices that one answer may tell: with more of them the documents are read. */
export const MOST_DEVICES = 1_000

// As in instants.ts: the texts never change. Of each player the earliest login that the shard has; a second one at the
// same instant takes what it said away, as does a field with no value or several: the documents themselves decide then.
const earliest = {
  init_script: 'state.n=0;state.other=0;state.of=new HashMap()',
  map_script: `def keys=doc[(String)params.field];
if(keys.size()!=1||doc['@timestamp'].size()!=1||!(keys.get(0) instanceof String)){state.other=1;return}
state.n=(int)state.n+1;
String name=keys.get(0);long at=((ZonedDateTime)doc['@timestamp'].get(0)).toInstant().toEpochMilli();
Map of=(Map)state.of;Map known=(Map)of.get(name);
if(known!=null&&(long)known.get('at')<at)return;
List said=null;
if(known==null||(long)known.get('at')>at){said=new ArrayList();for(String field:(List)params.fields){def v=doc[field];
if(v.size()==1&&v.get(0) instanceof String)said.add(v.get(0));else{said=null;break}}}
of.put(name,['at':at,'said':said])`,
  // A list for each field, with nothing where the documents decide.
  combine_script: `List names=new ArrayList();List ats=new ArrayList();List said=new ArrayList();
for(def field:(List)params.fields)said.add(new ArrayList());
for(def e:((Map)state.of).entrySet()){Map one=(Map)e.getValue();names.add(e.getKey());ats.add((long)one.get('at')-(long)params.from);
List own=(List)one.get('said');for(int i=0;i<said.size();i++){if(own==null){((List)said.get(i)).add('')}else{((List)said.get(i)).add(own.get(i))}}}
return ['other':state.other,'documents':state.n,'names':names,'ats':ats,'said':said]`,
  reduce_script: 'return states',
}

const whose = {
  init_script: 'state.of=new HashMap()',
  map_script: `def keys=doc[(String)params.field];if(keys.size()!=1||doc['@timestamp'].size()!=1)return;
long at=((ZonedDateTime)doc['@timestamp'].get(0)).toInstant().toEpochMilli();
Map of=(Map)state.of;def known=of.get(keys.get(0));if(known==null||(long)known>at)of.put(keys.get(0),at)`,
  combine_script: `List names=new ArrayList();List ats=new ArrayList();
for(def e:((Map)state.of).entrySet()){names.add(e.getKey());ats.add((long)e.getValue()-(long)params.from)}
return ['names':names,'ats':ats]`,
  reduce_script: 'return states',
}

/** The earliest logins of `uids` in `range`: what each shard found is one entry of `rows`; devices of a nested body by name. */
export function firstLoginsBody(
  uid: string,
  login: FamilyMapping,
  { account, country, device, nested }: PlainFields,
  uids: readonly string[],
  range: Range,
): Dsl {
  const params = { field: uid, from: range.from }
  const fields = nested ? [account, country] : [account, country, device]
  const players = { scripted_metric: { params, ...whose } }
  const names = { terms: { field: device, size: MOST_DEVICES }, aggs: { documents: { reverse_nested: {}, aggs: { players } } } }
  return {
    size: 0,
    query: { bool: { filter: [inIndices(login.indices), timeFilter(range), { terms: { [uid]: uids } }] } },
    aggs: {
      rows: { scripted_metric: { params: { ...params, fields }, ...earliest } },
      ...(nested ? { devices: { nested: { path: 'body' }, aggs: { names } } } : {}),
    },
  }
}
