import 'server-only'
import client from 'prom-client'

type Metrics = {
  register: client.Registry
  runs: client.Counter<'kind' | 'outcome'>
  runStates: client.Gauge<'state'>
  workersAlive: client.Gauge
}
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
  const runStates = new client.Gauge({ name: 'quarterdeck_runs', help: 'Runs by state', labelNames: ['state'] as const, registers: [register] })
  const workersAlive = new client.Gauge({ name: 'quarterdeck_workers_alive', help: 'Workers seen in the last 10 s', registers: [register] })
  return { register, runs, runStates, workersAlive }
}

holder.qdMetrics ??= build()
/** Figures of this process for Prometheus. */
export const metrics = holder.qdMetrics
