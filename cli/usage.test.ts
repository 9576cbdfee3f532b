import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const window = ['--from', '2026-03-01T00:00:00+09:00', '--to', '2026-03-02T00:00:00+09:00']

const wrong: string[][] = [
  [],
  ['frob'],
  ['runs'],
  ['runs', 'frob'],
  ['doctor', '--frob'],
  ['doctor', 'more'],
  ['runs', 'show'],
  ['runs', 'show', 'seven'],
  ['runs', 'list', '--state', 'asleep'],
  ['runs', 'list', '--kind', 'other'],
  ['runs', 'list', '--limit', '0'],
  ['runs', 'list', '--limit', 'many'],
  ['sample', 'load'],
  ['sample', 'load', '--size', 'huge'],
  ['sample', 'load', '--size', 'small', '--seed', '-1'],
  ['sources', 'add', 'live', '--url', 'https://logs.example'],
  ['sources', 'add', 'live', '--url', 'https://logs.example', '--prefix', 'live_', '--reset-hour', '24'],
  ['sources', 'add', 'live', '--url', 'https://logs.example', '--prefix', 'live_', '--password-env', 'PASSWORD'],
  ['sources', 'add', 'live', '--url', 'https://logs.example', '--prefix', 'live_', '--username', 'reader', '--password-env', 'NOT_SET'],
  ['tokens', 'create', 'robot'],
  ['tokens', 'create', 'robot', '--scope', 'everything'],
  ['retention', 'run', '--source', 'live', '--from', '2026-03-01T00:00:00Z'],
  ['retention', 'run', '--source', 'live', ...window, '--lookback', '1.5'],
  ['retention', 'run', '--source', 'live', ...window, '--sample', '0'],
  ['retention', 'run', '--source', 'live', ...window, '--out', 'a.csv', '--detach'],
]

test.each(wrong.map((words) => [words.join(' '), words] as const))('wrong usage is exit 2 with the usage on stderr: qd %s', async (_name, words) => {
  const { code, stdout, stderr } = await qd([...words])
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain('Usage: qd')
})

test.each([
  [['--version'], /^\d+\.\d+\.\d+\n$/],
  [['--help'], /^Usage: qd /],
  [['help', 'retention'], /^Usage: qd retention /],
  [['runs', 'list', '--help'], /--limit/],
] as const)('qd %j is answered on stdout with exit 0', async (words, expected) => {
  const { code, stdout, stderr } = await qd([...words])
  expect(code).toBe(0)
  expect(stdout).toMatch(expected)
  expect(stderr).toBe('')
})

test('help speaks Korean where LANG does', async () => {
  const { stdout } = await qd(['--help'], { lang: 'ko_KR.UTF-8' })
  expect(stdout).toContain('사용법: qd')
  expect(stdout).toContain('로그 소스')
})

test.each([
  [['frob'], '알 수 없는 명령입니다: frob'],
  [['doctor', '--frob'], '알 수 없는 옵션입니다: --frob'],
  [['doctor', 'more'], '인자는 0개인데 1개가 주어졌습니다'],
  [['runs', 'show'], '인자가 빠졌습니다: id'],
  [['runs', 'show', 'seven'], '12와 같은 번호가 필요합니다'],
  [['sample', 'load', '--size', 'huge'], '쓸 수 있는 값: small, medium, large'],
  [['sources', 'add', 'a', '--url', 'b', '--prefix', 'c', '--password-env', 'D'], '--username이 필요합니다'],
])('a complaint in Korean: qd %j', async (words, said) => {
  const { code, stderr } = await qd([...words], { lang: 'ko_KR.UTF-8' })
  expect(code).toBe(2)
  expect(stderr).toContain(said)
  expect(stderr).not.toContain('error')
})
