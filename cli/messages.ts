import { approvalsEnglish, approvalsKorean } from '#cli/messages/approvals.ts'
import { datasheetsEnglish, datasheetsKorean } from '#cli/messages/datasheets.ts'
import { hooksEnglish, hooksKorean } from '#cli/messages/hooks.ts'
import { labelsEnglish, labelsKorean } from '#cli/messages/labels.ts'
import { peopleEnglish, peopleKorean } from '#cli/messages/people.ts'
import { placesEnglish, placesKorean } from '#cli/messages/places.ts'
import { programEnglish, programKorean } from '#cli/messages/program.ts'
import { retentionEnglish, retentionKorean } from '#cli/messages/retention.ts'
import { runsEnglish, runsKorean } from '#cli/messages/runs.ts'
import { schedulesEnglish, schedulesKorean } from '#cli/messages/schedules.ts'

const english = {
  ...approvalsEnglish,
  ...datasheetsEnglish,
  ...hooksEnglish,
  ...labelsEnglish,
  ...peopleEnglish,
  ...placesEnglish,
  ...programEnglish,
  ...retentionEnglish,
  ...runsEnglish,
  ...schedulesEnglish,
}

export type Key = keyof typeof english

const korean: Record<Key, string> = {
  ...approvalsKorean,
  ...datasheetsKorean,
  ...hooksKorean,
  ...labelsKorean,
  ...peopleKorean,
  ...placesKorean,
  ...programKorean,
  ...retentionKorean,
  ...runsKorean,
  ...schedulesKorean,
}

export type Text = { (key: Key, values?: Record<string, string | number>): string; language: 'ko' | 'en' }

/** The words of the command line in one language; `{name}` takes the value of that name. */
export function texts(language: 'ko' | 'en'): Text {
  const words = language === 'ko' ? korean : english
  const text = (key: Key, values: Record<string, string | number> = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
  return Object.assign(text, { language })
}
