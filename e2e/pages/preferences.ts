import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect } from '../fixtures.ts'

/** The console looks and speaks as it does for somebody new: what a test changes follows the person into the next one. */
export async function forgetDisplay(page: Page, baseURL: string | undefined): Promise<void> {
  const headers = { origin: baseURL ?? '', 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() }
  const data = { density: 'comfortable', menu: 'wide', hiddenColumns: { runs: [] }, pins: [], timeZone: null, locale: null, theme: null }
  const answer = await page.request.patch(`${baseURL}/api/v1/me/preferences`, { headers, data })
  expect(answer.status()).toBe(200)
}
