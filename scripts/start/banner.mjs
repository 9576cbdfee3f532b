const number = (value, digits = 0) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** What stands at the end of `npm start`: where to go, how to sign in, what was found, how to stop. */
export function banner({ url, administrator, analysis, stateDir, tookMs }) {
  const rows = [
    ['sign in', administrator.email],
    ['password', administrator.password ? `${administrator.password}   (works until you have chosen your own)` : 'the one that you chose'],
    ...(analysis ? analysisRows(url, analysis) : []),
    ['logs', `${stateDir}/logs`],
    ['stop', 'Ctrl-C here, or npm run stop'],
  ]
  const lines = rows.map(([name, text]) => `  ${name.padEnd(12)} ${text}`)
  return `\nQuarterdeck is up after ${Math.round(tookMs / 1000)} s: ${url}\n\n${lines.join('\n')}\n`
}

function analysisRows(url, { runId, players, retainedD1, ripeD1, rateD1, activeMinutesMean, day }) {
  const d1 = rateD1 === null || rateD1 === undefined ? 'no day 1 yet' : `${number(rateD1 * 100, 1)} % (${number(retainedD1)} of ${number(ripeD1)})`
  const minutes = typeof activeMinutesMean === 'number' ? number(activeMinutesMean, 1) : 'unknown'
  return [
    ['sample game', `retention of the players who were new from ${day.from} to ${day.to}`],
    ['', `new players ${number(players)}, D1 ${d1}, mean active minutes ${minutes}`],
    ['its sheet', `${url}/retention/${runId}`],
  ]
}
