const SECONDS_OF_DAY = 86_400
const EPOCH = Date.UTC(1899, 11, 30) / 1000

/** A wall clock as the number of days that a spreadsheet keeps of it. */
export function sheetSerial(moment: string): string {
  const seconds = Date.parse(`${moment.replace(' ', 'T')}Z`) / 1000 - EPOCH
  return String(Number((seconds / SECONDS_OF_DAY).toFixed(10)))
}
