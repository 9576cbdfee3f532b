/** Runs once when the web starts: refuses to start, saying why, and stops cleanly. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startWeb } = await import('#server/web.ts')
  await startWeb()
}
