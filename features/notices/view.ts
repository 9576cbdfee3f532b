import type { z } from 'zod'
import { type Event, events } from '#core/notices/events.ts'
import type { Delivery, Hook, HookChange, hookRequest } from '#features/notices/schema.ts'

/** In the address of the list. */
export const hookFilterNames = ['q'] as const
export type HookFilter = { page: number; pageSize: number; sort?: string; q?: string }

/** What a hook can be told of; a test is sent to one hook alone. */
export const tellable: readonly Event[] = events.filter((event) => event !== 'hooks.test')

/** What the form holds; no environment is all of them. */
export type HookForm = { name: string; url: string; events: string[]; environment: string; active: boolean }

export const emptyHook: HookForm = { name: '', url: '', events: ['datasheets.applied'], environment: '', active: true }

export const formOf = ({ name, url, events: told, environment, active }: Hook): HookForm => ({
  name,
  url,
  events: told,
  environment: environment?.id ?? '',
  active,
})

export const isAddress = (text: string): boolean => URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol)

const chosenOf = (names: readonly string[]): Event[] => events.filter((event) => names.includes(event))

export const requestOf = ({ name, url, events: told, environment }: HookForm): z.input<typeof hookRequest> => ({
  name: name.trim(),
  url: url.trim(),
  events: chosenOf(told),
  environment: environment || null,
})

export const changeOf = (form: HookForm): HookChange => ({ ...requestOf(form), environment: form.environment || null, active: form.active })

/** Why an attempt failed: the word for it, and what the other side said. */
export function faultOf({ lastError }: Pick<Delivery, 'lastError'>): { code: string; said: string } | null {
  if (lastError === null) return null
  const [code = '', ...said] = lastError.split(': ')
  return { code, said: said.join(': ') }
}

/** Whether its list is worth asking for again soon. */
export const isUnderWay = ({ state, attempts }: Delivery): boolean => state === 'waiting' && attempts <= 1

export const stateTones = { waiting: 'blue', delivered: 'green', failed: 'red' } as const
