/** Words of `qd hooks`. */
export const hooksEnglish = {
  'hooks.about': 'web hooks: who is told of what happens in the console',
  'hooks.list': 'list the web hooks',
  'hooks.add': 'add a web hook; its secret is printed this once',
  'hooks.remove': 'remove a web hook, with what still waits to be sent to it',
  'hooks.test': 'send a test and wait for its first attempt; exit 1 when it did not arrive',
  'hooks.url': 'address that a POST request is sent to',
  'hooks.events': 'what it is told of, with commas between',
  'hooks.env': 'the environment, by name; all of them when left out',
  'hooks.not_arrived': 'The test did not arrive',
  'hooks.not_sent': 'The test was not sent yet: is a worker running?',
  'hooks.environment': 'Environment',
  'label.events': 'Events',
  'label.secret': 'Secret',
} as const

export const hooksKorean: Record<keyof typeof hooksEnglish, string> = {
  'hooks.about': '웹훅: 콘솔에서 일어난 일을 알릴 곳',
  'hooks.list': '웹훅 목록을 보여 줍니다',
  'hooks.add': '웹훅을 추가합니다. 서명 키는 이때만 출력합니다',
  'hooks.remove': '웹훅과 아직 보내지 못한 알림을 삭제합니다',
  'hooks.test': '시험 알림을 보내고 첫 시도를 기다립니다. 도착하지 않으면 종료 코드 1입니다',
  'hooks.url': 'POST 요청을 보낼 주소',
  'hooks.events': '알릴 일. 쉼표로 나눕니다',
  'hooks.env': '환경 이름. 없으면 모든 환경입니다',
  'hooks.not_arrived': '시험 알림이 도착하지 않았습니다',
  'hooks.not_sent': '시험 알림을 아직 보내지 못했습니다. 워커가 켜져 있는지 확인하세요',
  'hooks.environment': '환경',
  'label.events': '알릴 일',
  'label.secret': '서명 키',
}
