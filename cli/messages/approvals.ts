/** Words of `qd approvals`. */
export const approvalsEnglish = {
  'approvals.about': 'requests for the agreement of another person',
  'approvals.list': 'list the requests',
  'approvals.box': 'inbox: waiting for you, mine: yours, review: emergency approvals that nobody has reviewed; all when left out',
  'approvals.state': 'only those in this state',
  'approvals.subject': 'Of',
  'approvals.environment': 'Environment',
  'approvals.agreed': 'Agreed',
  'approvals.by': 'Asked by',
  'approvals.until': 'Holds until',
}

export const approvalsKorean: Record<keyof typeof approvalsEnglish, string> = {
  'approvals.about': '다른 사람의 승인을 기다리는 요청',
  'approvals.list': '승인 요청 목록을 보여 줍니다',
  'approvals.box': 'inbox는 내 결정을 기다리는 것, mine은 내 요청, review는 검토하지 않은 긴급 승인입니다. 없으면 전체입니다',
  'approvals.state': '이 상태의 요청만 보여 줍니다',
  'approvals.subject': '대상',
  'approvals.environment': '환경',
  'approvals.agreed': '승인',
  'approvals.by': '요청한 사람',
  'approvals.until': '유효 기한',
}
