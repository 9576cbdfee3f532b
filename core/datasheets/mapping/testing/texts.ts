import english from '#messages/en.json' with { type: 'json' }

/** The codes that there are words for. */
export const issueTexts: readonly string[] = Object.keys(english.datasheets.mapping.issues)
export const findingTexts: readonly string[] = Object.keys(english.datasheets.findings)
