/** The first administrator of the console under test. */
export const email = process.env.E2E_EMAIL ?? 'admin@quarterdeck.local'
/** Printed once when the console was made. */
export const oneTimePassword = process.env.E2E_PASSWORD ?? ''
/** What the setup changes it to. */
export const ownPassword = 'five small boats in the harbour'
/** Where the setup keeps the signed-in session for the other tests. */
export const session = 'test-results/session.json'
