import 'server-only'
import client from 'prom-client'

type Metrics = { register: client.Registry; runs: client.Counter<'kind' | 'outcome'> }
const holder = globalThis as { qdMetrics?: Metrics }

function build(): Metrics {
  const register = new client.Registry()
  client.collectDefaultMetrics({ register, prefix: 'quarterdeck_' })
  const runs = new client.Counter({
    name: 'quarterdeck_run_attempts_total',
    help: 'Attempts at runs that ended in this process, by outcome',
    labelNames: ['kind', 'outcome'] as const,
    registers: [register],
  })
  return { register, runs }
}

holder.qdMetrics ??= build()
/** Figures of this process for Prometheus. */
export const metrics = holder.qdMetrics
