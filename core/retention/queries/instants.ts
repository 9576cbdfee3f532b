import type { FamilyMapping } from '../mapping.ts'
import type { Range } from '../window.ts'
import { type Dsl, fieldTerms, inIndices, timeFilter } from './filters.ts'

/** Base and first character of the digits in which instants travel: printable, without quote and backslash. */
export const DIGITS = { base: 57, first: 35 } as const
/** Above it a shard gives up and less is asked for: what it gathers lies outside the cluster's breakers (5 bytes an instant). */
const MOST_INSTANTS = 1_000_000
/** What a shard that gives up says. */
export const TOO_MANY_INSTANTS = 'too many instants'

/** How many digits tell any millisecond of a range from its first one; null when six do not (397 days). */
export function digitsFor({ from, to }: Range): number | null {
  if (to - from <= DIGITS.base ** 5) return 5
  return to - from <= DIGITS.base ** 6 ? 6 : null
}

// The texts are the same for every request, so that the cluster compiles them once: what changes are the parameters.
const append = `long t=((ZonedDateTime)doc['@timestamp'].get(0)).toInstant().toEpochMilli()-(long)params.from;
for(int i=(int)params.digits;i>0;i--){b.append((char)(${DIGITS.first}L+t%${DIGITS.base}L));t/=${DIGITS.base}L}`
const guard = `if((state.n=(int)state.n+1)>${MOST_INSTANTS})throw new IllegalArgumentException('${TOO_MANY_INSTANTS}');`

const byKey = {
  init_script: 'state.n=0;state.other=0;state.index=null;state.of=new HashMap()',
  map_script: `def keys=doc[(String)params.field];
if(keys.size()<1||(keys.size()>1&&!(boolean)params.many)||doc['@timestamp'].size()!=1||!(keys.get(0) instanceof String)){state.other=1;return}
${guard}
if(state.index==null)state.index=doc['_index'].get(0);
Map of=(Map)state.of;
for(int k=0;k<keys.size();k++){
String name=keys.get(k);StringBuilder b=(StringBuilder)of.get(name);
if(b==null){b=new StringBuilder();of.put(name,b)}
${append}
}`,
  // Two lists and no object: names of fields are looked at one by one on the way out, and a key may be called anything.
  combine_script: `List names=new ArrayList();List texts=new ArrayList();
for(def e:((Map)state.of).entrySet()){names.add(e.getKey());texts.add(e.getValue().toString())}
return ['index':state.index,'other':state.other,'documents':state.n,'names':names,'texts':texts]`,
  reduce_script: 'return states',
}

const inOneList = {
  init_script: 'state.n=0;state.b=new StringBuilder()',
  map_script: `if(doc['@timestamp'].size()!=1)throw new IllegalArgumentException('more than one instant');
${guard}
StringBuilder b=(StringBuilder)state.b;
${append}`,
  combine_script: 'return state.b.toString()',
  reduce_script: 'StringBuilder b=new StringBuilder();for(def s:states)if(s!=null)b.append((String)s);return b.toString()',
}

/**
 * Which documents: those that carry one of `keys` in `field`, in `range`, which `digits` must tell (see digitsFor). With
 * `many` a document may carry several and is found under each, under those that were not asked for as well.
 */
export type InstantsSelection = { field: string; keys: readonly string[]; range: Range; digits: number; many: boolean }

/** The instants of documents that pass `filters`, by index and key: what each shard found is one entry of the answer. */
export function instantsBody(filters: readonly Dsl[], { field, keys, range, digits, many }: InstantsSelection): Dsl {
  return {
    size: 0,
    query: { bool: { filter: [...filters, timeFilter(range), { terms: { [field]: keys } }] } },
    aggs: { rows: { scripted_metric: { params: { field, from: range.from, digits, many }, ...byKey } } },
  }
}

/** The instants of documents whose nested body names one of `keys` in `subject`: a document once for each that it names. */
export function namedInstantsBody(family: FamilyMapping, subject: string, { field, keys, range, digits }: InstantsSelection): Dsl {
  const instants = { scripted_metric: { params: { from: range.from, digits }, ...inOneList } }
  const documents = { reverse_nested: {}, aggs: { instants } }
  return {
    size: 0,
    query: { bool: { filter: [inIndices(family.indices), timeFilter(range), fieldTerms(family, subject, keys)] } },
    aggs: { rows: { nested: { path: 'body' }, aggs: { names: { terms: { field, size: keys.length, include: keys }, aggs: { documents } } } } },
  }
}
