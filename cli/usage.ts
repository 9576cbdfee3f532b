import type { Text } from '#cli/messages.ts'

/** What the parser of the command line says of wrong usage, in Korean; sentences that are not here stay as they are. */
const korean: readonly [RegExp, string][] = [
  [/^error: unknown option '(.+?)'/, '오류: 알 수 없는 옵션입니다: $1'],
  [/^error: unknown command '(.+?)'/, '오류: 알 수 없는 명령입니다: $1'],
  [/^error: missing required argument '(.+?)'/, '오류: 인자가 빠졌습니다: $1'],
  [/^error: required option '(.+?)' not specified/, '오류: 옵션이 빠졌습니다: $1'],
  [/^error: option '(.+?)' argument missing/, '오류: 옵션에 값이 없습니다: $1'],
  [/^error: option '(.+?)' argument '(.*?)' is invalid\./, '오류: 옵션 $1의 값 $2을(를) 쓸 수 없습니다.'],
  [/^error: command-argument value '(.*?)' is invalid for argument '(.+?)'\./, '오류: 인자 $2의 값 $1을(를) 쓸 수 없습니다.'],
  [/^error: too many arguments.*?Expected (\d+) arguments? but got (\d+).*/, '오류: 인자는 $1개인데 $2개가 주어졌습니다'],
  [/Allowed choices are (.+)\./, '쓸 수 있는 값: $1'],
  [/\(Did you mean (.+?)\?\)/, '($1을(를) 뜻하셨습니까?)'],
]

/** A complaint of the parser in the reader's language. */
export function complaint(said: string, text: Text): string {
  if (text.language === 'en') return said
  return korean.reduce((line, [pattern, words]) => line.replace(pattern, words), said).replace(/^error: /, '오류: ')
}
