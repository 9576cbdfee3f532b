import { seeded } from '#core/retention/adversarial.ts'
import { CHUNK_PLAYERS } from '#core/retention/chunks.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'

const countries = ['KR', 'KR', 'KR', 'KR', 'JP', 'JP', 'TW', 'US', 'TH', 'VN', null]
const devices = Array.from({ length: 200 }, (_, i) => `SM-G${900 + i}N`)
const hex = (rng: () => number, digits: number): string =>
  Math.floor(rng() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0')

function metricsOf(rng: () => number): Record<string, number | null> {
  // Most players do little, few do much.
  const skewed = (most: number): number => Math.floor(most * rng() ** 4)
  return Object.fromEntries(
    metricNames.map((name) => {
      if (name === 'retention_d1') return [name, rng() < 0.1 ? null : Number(rng() < 0.3)]
      return [name, skewed(name === 'monster_kill_count' ? 5_000 : 40)]
    }),
  )
}

/** Chunks of a sheet of players who never were, in order of first login: the same for the same number. */
export function* syntheticChunks(players: number, from: number): Generator<SheetRow[]> {
  const rng = seeded(players)
  let firstMs = from
  for (let start = 0; start < players; start += CHUNK_PLAYERS) {
    yield Array.from({ length: Math.min(CHUNK_PLAYERS, players - start) }, (_, i) => {
      firstMs += Math.floor(rng() * 200)
      return {
        seq: start + i,
        uid: `${hex(rng, 8)}-${hex(rng, 4)}-${hex(rng, 4)}-${hex(rng, 12)}`,
        account: `acc-${hex(rng, 8)}`,
        nickname: rng() < 0.3 ? `용사${Math.floor(rng() * 1e6)}` : null,
        firstMs,
        country: countries[Math.floor(rng() * countries.length)] ?? null,
        device: devices[Math.floor(rng() ** 3 * devices.length)] ?? null,
        activeSeconds: Math.floor(86_400 * rng() ** 5),
        metrics: metricsOf(rng),
      }
    })
  }
}
