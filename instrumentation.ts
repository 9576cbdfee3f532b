/** Runs once when the web starts, before the first request. The condition is a constant of the build: there is no edge runtime here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { listenForRefusals } = await import('#features/audit/service.ts')
    listenForRefusals()
    const { startWeb } = await import('#server/web.ts')
    await startWeb()
  }
}
