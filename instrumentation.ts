/** Runs once when the web starts, before the first request. */
export async function register(): Promise<void> {
  const { startWeb } = await import('#server/web.ts')
  await startWeb()
}
