/** Words of `qd runs`. */
export const runsEnglish = {
  'runs.about': 'long work in the background',
  'runs.list': 'list runs, the newest first',
  'runs.show': 'show a run with its log and files',
  'runs.watch': 'follow a run to its end',
  'runs.cancel': 'cancel a run',
  'runs.pause': 'pause a run at its next step',
  'runs.resume': 'let a paused run go on',
  'runs.retry': 'run a failed or cancelled run again from its last step',
  'runs.state': 'only these states, with commas between',
  'runs.kind': 'only this kind',
  'runs.q': 'only runs that contain this text',
  'runs.limit': 'at most so many',
}

export const runsKorean: Record<keyof typeof runsEnglish, string> = {
  'runs.about': '백그라운드에서 도는 긴 작업',
  'runs.list': '실행 목록을 최신순으로 봅니다',
  'runs.show': '실행의 로그와 파일을 봅니다',
  'runs.watch': '실행이 끝날 때까지 지켜봅니다',
  'runs.cancel': '실행을 취소합니다',
  'runs.pause': '다음 단계에서 실행을 일시 정지합니다',
  'runs.resume': '일시 정지한 실행을 이어서 진행합니다',
  'runs.retry': '실패하거나 취소한 실행을 마지막 단계부터 다시 시도합니다',
  'runs.state': '이 상태만 봅니다. 여러 개는 쉼표로 나눕니다',
  'runs.kind': '이 종류만 봅니다',
  'runs.q': '이 글자가 들어 있는 실행만 봅니다',
  'runs.limit': '최대 개수',
}
