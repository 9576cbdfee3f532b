import { preferences, preferencesChange } from '#features/accounts/preferences/schema.ts'
import { changePreferences, loadPreferences } from '#features/accounts/preferences/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  summary: "The caller's language, theme and time zone, and how tables, menu and home look",
  answer: preferences,
  handle: ({ who }) => loadPreferences(who),
})

export const PATCH = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  summary: 'Keep language, theme, time zone, density, menu, hidden columns or pins with the person, for every browser',
  body: preferencesChange,
  answer: preferences,
  handle: ({ who, body, ip, requestId }) => changePreferences(who, body, { ip, requestId }),
})
