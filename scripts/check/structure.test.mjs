import { describe, expect, it } from 'vitest'
import { inTempProject } from '../testing/temp-project.mjs'
import { checkStructure } from './structure.mjs'

const long = `export const POST = route({\n${'  // line\n'.repeat(38)}})\n`

describe('structure', () => {
  it.each([
    ['lib/dates.ts', '', /there is no room "lib": put the file into one of/],
    ['features/runs/rules.ts', '', /belongs in core\/runs\/, a job's handler in workers\/runs\//],
    ['features/datasheets/plans/rules.ts', '', /belongs in core\/datasheets\//],
    ['features/datasheets/plans/deep/schema.ts', '', /one folder deep/],
    ['features/schema.ts', '', /put it into features\/<capability>/],
    ['features/runs/service.spec.ts', '', /a slice holds/],
    ['core/runs/stateMachine.ts', '', /"stateMachine.ts" is not kebab-case/],
    ['core/Runs/state.ts', '', /"Runs" is not kebab-case/],
    ['core/runs/[id].ts', '', /not kebab-case/],
    ['core/shared/utils.ts', '', /"utils.ts" says nothing/],
    ['components/misc/badge.tsx', '', /"misc" says nothing/],
    ['server/date-helpers.ts', '', /"date-helpers.ts" says nothing/],
    ['core/runs/index.ts', "export * from './state.ts'\n", /no star re-exports/],
    ['server/redis.ts', 'const url = process.env.REDIS_URL\n', /process.env is read in server\/env.ts/],
    ['app/api/v1/runs/route.ts', 'export async function GET() {}\n', /only HTTP methods made by route/],
    ['app/api/v1/runs/route.ts', "export const dynamic = 'force-dynamic'\n", /only HTTP methods made by route/],
    ['app/api/v1/runs/route.ts', 'export const LOAD = route({})\n', /only HTTP methods made by route/],
    ['app/api/v1/runs/route.ts', 'const GET = 1\n', /a route file exports its methods/],
    ['app/api/v1/runs/route.ts', long, /POST has 40 lines, the limit is 39: move what it does into features/],
    ['core/runs/state.test.ts', "it.only('x', () => {})\n", /hides the others/],
    ['package-lock.json', '{"packages":{"a":{"resolved":"x"}}}', /complete-lock/],
  ])('refuses %s with a reason', async (path, text, reason) => {
    const faults = await inTempProject({ [path]: text }, checkStructure)
    expect(faults).toEqual([{ path, fault: expect.stringMatching(reason) }])
  })

  it.each([
    ['features/runs/schema.ts', ''],
    ['features/runs/service.test.ts', ''],
    ['features/runs/service.resume.int.test.ts', ''],
    ['features/runs/components/run-table/columns.tsx', ''],
    ['features/datasheets/plans/repository.ts', ''],
    ['features/datasheets/plans/components/plan-table.tsx', ''],
    ['app/(console)/runs/[id]/page.tsx', ''],
    ['app/api/auth/[...all]/route.ts', 'export const GET = route({\n  permission: null,\n})\nexport const POST = route.public({})\n'],
    ['app/api/v1/openapi.json/route.ts', 'import { a } from "#core/a.ts"\n\nexport const GET = route({}, async () => a)\n'],
    ['app/healthz/route.ts', "export const dynamic = 'force-dynamic'\nexport async function GET() {\n}\n"],
    ['proxy.ts', "const local = process.env.NODE_ENV === 'development'\n"],
    ['server/env.ts', 'export const env = process.env\n'],
    ['server/redis.ts', '// process.env is not read here\n/* nor process.env here */\n'],
    ['prisma/migrations/20261121000000_init/migration.sql', ''],
    ['services/opensearch/Launcher.java', ''],
    ['README.md', ''],
    ['compose.yaml', ''],
    ['.next/server/Made.js', ''],
  ])('allows %s', async (path, text) => {
    expect(await inTempProject({ [path]: text }, checkStructure)).toEqual([])
  })
})
