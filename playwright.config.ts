import { defineConfig, devices } from '@playwright/test'

const session = 'test-results/session.json'
/** They begin with an empty console; the last of them loads the sample game, which the others need. */
const fromEmpty = /(accounts|audit|environments|password-reset|retention)\.spec\.ts/

/** Drives a console that runs already: E2E_URL, E2E_EMAIL and the one-time password E2E_PASSWORD of its first administrator. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.E2E_URL ?? 'http://127.0.0.1:3300',
    timezoneId: 'Asia/Kathmandu',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'setup', testMatch: /.*\.setup\.ts/ },
    { name: 'empty', testMatch: fromEmpty, dependencies: ['setup'], use: { storageState: session } },
    { name: 'console', testMatch: /.*\.spec\.ts/, testIgnore: fromEmpty, dependencies: ['setup'], use: { storageState: session } },
  ],
})
