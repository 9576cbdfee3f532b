import en from '#messages/en.json' with { type: 'json' }
import ko from '#messages/ko.json' with { type: 'json' }

const textsOf = ({ datasheets }: typeof en): { findings: Record<string, string>; words: Record<string, string> } => ({
  findings: datasheets.findings,
  words: datasheets.summary.words,
})

/** What the console says about findings and changes, by code. */
export const texts = [
  ['Korean', textsOf(ko)],
  ['English', textsOf(en)],
] as const
