import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { inTempProject } from '../testing/temp-project.mjs'
import { cruise } from './imports.mjs'

const imported = (path) => `import { x } from '#${path}'\nexport const y = x\n`
const room = (name) => [`#${name}/*`, `./${name}/*`]
const project = {
  'package.json': JSON.stringify({
    type: 'module',
    imports: Object.fromEntries(['app', 'cli', 'components', 'core', 'features', 'messages', 'server', 'streams', 'workers'].map(room)),
  }),
  'tsconfig.json': '{"compilerOptions":{"module":"esnext","moduleResolution":"bundler","allowImportingTsExtensions":true,"noEmit":true}}',
  'core/shared/ids.ts': 'export const x = 1\n',
  'core/push/rate.ts': imported('core/shared/ids.ts'),
  'server/redis.ts': imported('core/shared/ids.ts'),
  'server/http/route.ts': imported('server/redis.ts'),
  'components/api/client.ts': imported('core/shared/ids.ts'),
  'components/form/field.tsx': imported('core/shared/ids.ts'),
  'features/runs/schema.ts': imported('core/shared/ids.ts'),
  'features/runs/service.ts': imported('server/redis.ts'),
  'features/push/schema.ts': imported('features/runs/schema.ts'),
  'features/push/service.ts': imported('features/runs/service.ts'),
  'features/push/queries.ts': imported('components/api/client.ts'),
  'features/push/components/form.tsx': imported('components/form/field.tsx'),
  'workers/push/send.ts': imported('features/push/service.ts'),
  'workers/testing/harness.ts': imported('server/redis.ts'),
  'app/api/session.int.test.ts': imported('workers/testing/harness.ts'),
  'cli/push.ts': imported('features/push/schema.ts'),
  'app/page.tsx': imported('features/push/service.ts'),
}

const bad = {
  'core/push/reads.ts': [imported('server/redis.ts'), 'core-may-not-import-this'],
  'core/retention/foreign.ts': [imported('core/push/rate.ts'), 'core-may-not-import-this'],
  'core/push/files.ts': ["import { readFileSync } from 'node:fs'\nexport const y = readFileSync\n", 'core-is-pure'],
  'server/knows.ts': [imported('features/push/schema.ts'), 'server-may-not-import-this'],
  'components/form/knows.tsx': [imported('features/push/schema.ts'), 'components-may-not-import-this'],
  'features/retention/service.ts': [imported('features/push/service.ts'), 'features-may-not-import-this'],
  'features/retention/view.ts': [imported('components/form/field.tsx'), 'features-may-not-import-this'],
  'features/retention/queries.ts': [imported('components/form/field.tsx'), 'feature-queries-may-not-import-this'],
  'features/retention/components/screen.tsx': [imported('features/push/components/form.tsx'), 'feature-components-may-not-import-this'],
  'features/push/access.ts': [imported('features/push/service.ts'), 'browser-never-reaches-the-server'],
  'features/push/view.ts': [imported('server/redis.ts'), 'browser-never-reaches-the-server'],
  'workers/push/draws.ts': [imported('features/push/components/form.tsx'), 'workers-may-not-import-this'],
  'streams/starts.ts': [imported('workers/push/send.ts'), 'streams-may-not-import-this'],
  'cli/reaches.ts': [imported('features/push/service.ts'), 'cli-may-not-import-this'],
  'app/door.ts': [imported('server/redis.ts'), 'app-may-not-import-this'],
  'workers/push/makes.ts': [imported('workers/testing/harness.ts'), 'only-tests-import-test-code'],
  'core/push/one.ts': ["import { y } from './two.ts'\nexport const z = () => y\n", 'no-cycles'],
  'core/push/lost.ts': [imported('core/push/missing.ts'), 'not-resolvable'],
}

const violations = (files) =>
  inTempProject(files, (root) => {
    const { command, args } = cruise(['--output-type', 'json'], root)
    const { stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
    if (!stdout) throw new Error(stderr)
    return JSON.parse(stdout).summary.violations
  })

it('lets a project through that keeps the table', async () => {
  expect(await violations(project)).toEqual([])
})

it('refuses each bad import by its rule, and the rule says where the code belongs', async () => {
  const files = Object.fromEntries(Object.entries(bad).map(([path, [text]]) => [path, text]))
  // The cycle that one.ts begins is told once.
  const back = { 'core/push/two.ts': "import { z } from './one.ts'\nexport const y = () => z\n" }
  const found = await violations({ ...project, ...back, ...files })
  for (const [path, [, rule]] of Object.entries(bad)) {
    expect(
      found.filter(({ from }) => from === path).map(({ rule: { name } }) => name),
      path,
    ).toContain(rule)
  }
  expect([...new Set(found.map(({ from }) => from))].sort()).toEqual(Object.keys(bad).sort())
})

it('has for each rule a comment that says where the code belongs', () => {
  const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')
  expect(forbidden.filter(({ comment }) => !comment?.includes(' ')).map(({ name }) => name)).toEqual([])
})
