import { handlerFaults } from './route-handlers.mjs'
import { isCode, isTest, listFiles, readText } from './source-tree.mjs'

const ROOMS = [
  'app',
  'bench',
  'cli',
  'components',
  'core',
  'docs',
  'e2e',
  'faults',
  'features',
  'i18n',
  'messages',
  'prisma',
  'public',
  'scripts',
  'server',
  'services',
  'streams',
  'workers',
]
const SLICE_FILES = ['schema', 'access', 'repository', 'service', 'jobs', 'queries', 'view']
// Nobody has to be known to ask these, so that they need no wrapper that authorises.
const PUBLIC_ROUTES = ['app/healthz/route.ts', 'app/readyz/route.ts', 'app/metrics/route.ts', 'app/api/v1/openapi.json/route.ts']
const DRAWERS = ['util', 'utils', 'helper', 'helpers', 'misc']
// Names that other programs prescribe.
const GIVEN = [
  /^(README|ARCHITECTURE|CONTRIBUTING|CHANGELOG|LICENSE)(\.md)?$/,
  /^Dockerfile$/,
  /^migration_lock\.toml$/,
  /^\d{14}_[a-z0-9_]+$/,
  /^[A-Z][A-Za-z0-9]*\.java$/,
]
const NEXT_FOLDER = /^(\([a-z0-9-]+\)|\[{1,2}(\.\.\.)?[a-z][a-zA-Z0-9]*\]{1,2}|@[a-z-]+)$/
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
const ENVIRONMENT = [/^(server|cli|bench|faults)\/env\.ts$/, /^(scripts|services|e2e)\//, /^[^/]+\.config\.(ts|mjs)$/, /\.int\.test\.ts$/]

/** Every fault of the project below `root` as `{ path, fault }`; the fault says where the thing belongs. */
export function checkStructure(root) {
  const files = listFiles(root)
  return files.flatMap((path) => [
    ...roomFaults(path),
    ...nameFaults(path),
    ...sliceFaults(path),
    ...(isCode(path) ? codeFaults(path, readText(root, path)) : []),
    ...(path === 'package-lock.json' ? lockFaults(path, readText(root, path)) : []),
  ])
}

function roomFaults(path) {
  const [room, ...rest] = path.split('/')
  if (!rest.length || room.startsWith('.') || ROOMS.includes(room)) return []
  return [{ path, fault: `there is no room "${room}": put the file into one of ${ROOMS.join(', ')} (see ARCHITECTURE.md)` }]
}

function nameFaults(path) {
  const names = path.split('/')
  const crooked = names.filter((name) => !KEBAB.test(name) && !GIVEN.some((given) => given.test(name)) && !(names[0] === 'app' && NEXT_FOLDER.test(name)))
  const drawers = names.filter((name) => DRAWERS.includes(name.split('.')[0]) || DRAWERS.includes(name.split('.')[0].split('-').at(-1)))
  return [
    ...crooked.map((name) => ({ path, fault: `"${name}" is not kebab-case: write it in small letters and digits joined by hyphens` })),
    ...drawers.map((name) => ({
      path,
      fault: `"${name}" says nothing about what is in it: name the file after the one thing it does, beside the code that needs it`,
    })),
  ]
}

/** Inside a slice: files of the closed list, components/, and areas (folders) with the same files and components/. */
function sliceFaults(path) {
  const [room, slice, ...inside] = path.split('/')
  if (room !== 'features') return []
  if (!inside.length) return [{ path, fault: `${slice} lies beside the slices: put it into features/<capability>/` }]
  const place = inside.indexOf('components')
  if (place === 0 || place === 1) return []
  if (inside.length > 2) return [{ path, fault: 'a slice has areas one folder deep: give the area fewer levels or make it a slice of its own' }]
  const [base, ...suffix] = inside.at(-1).split('.')
  if (SLICE_FILES.includes(base) && isSliceSuffix(suffix.join('.'))) return []
  const list = SLICE_FILES.map((name) => `${name}.ts`).join(', ')
  return [
    {
      path,
      fault: `a slice holds ${list} and components/ only: a rule or an algorithm belongs in core/${slice}/, a job's handler in workers/${slice}/, a door to another system in server/`,
    },
  ]
}

const isSliceSuffix = (suffix) => suffix === 'ts' || /^([a-z-]+\.)?(int\.)?test\.ts$/.test(suffix)

function codeFaults(path, text) {
  const faults = []
  if (/^export \* /m.test(text)) faults.push({ path, fault: 'no star re-exports: name what you export, or import from the file that has it' })
  // These two are constants that the web build fills in.
  if (/\bprocess\.env\b(?!\.(?:NODE_ENV|NEXT_RUNTIME)\b)/.test(withoutComments(text)) && !ENVIRONMENT.some((allowed) => allowed.test(path))) {
    faults.push({ path, fault: 'process.env is read in server/env.ts (the command line: cli/env.ts): add the variable to its schema and import it' })
  }
  if (/^app\/(.*\/)?route\.tsx?$/.test(path)) faults.push(...handlerFaults(text, PUBLIC_ROUTES.includes(path)).map((fault) => ({ path, fault })))
  if (isTest(path) && /^\s*(it|test|describe)\.(skip|only|todo|fixme)\(/m.test(text))
    faults.push({ path, fault: 'a test that is skipped or alone hides the others: repair it or take it out' })
  return faults
}

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

function lockFaults(path, text) {
  return text.includes('"resolved":') ? [{ path, fault: 'the lockfile holds download addresses: run "node scripts/complete-lock.mjs"' }] : []
}
