import { defineConfig } from 'vitest/config'

// An unusual zone (UTC+5:45), so that code which silently assumes UTC or the machine's zone fails here.
process.env.TZ = 'Asia/Kathmandu'

const local = (path: string) => new URL(path, import.meta.url).pathname
const rooms = '{app,bench,cli,components,core,faults,features,i18n,scripts,server,services,streams,workers}'

export default defineConfig({
  resolve: { alias: { 'server-only': local('./scripts/empty-module.mjs') } },
  test: {
    setupFiles: [local('./scripts/testing/console-guard.mjs'), local('./scripts/testing/same-seed.mjs')],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: [`${rooms}/**/*.test.{ts,tsx,mjs}`], exclude: ['**/node_modules/**', '**/*.int.test.*', 'server/generated/**'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${rooms}/**/*.int.test.{ts,mjs}`],
          exclude: ['**/node_modules/**'],
          globalSetup: local('./scripts/testing/throw-away-database.mjs'),
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          env: { LOG_LEVEL: 'silent', SIGN_IN_LIMIT: '1000' },
        },
      },
    ],
  },
})
