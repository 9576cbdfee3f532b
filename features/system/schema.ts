import { z } from 'zod'

/** Parts of the console that every answer names, in the order they are shown. `node` is checked where the command line runs. */
export const doctorParts = ['node', 'mysql', 'redis', 'opensearch', 'migrations', 'audit', 'web', 'workers'] as const

/** One part of the console. `url` carries no user, password or query; `fix` is a command or a sentence that says what to do. */
export const doctorCheck = z
  .object({
    name: z.string().min(1).max(100),
    ok: z.boolean(),
    version: z.string().optional(),
    url: z.string().optional(),
    /** Processes of this machine, e.g. the workers. */
    pids: z.array(z.int()).optional(),
    detail: z.string().optional(),
    fix: z.string().optional(),
  })
  .meta({ id: 'DoctorCheck' })

/** `ok` is true only when every check is; registered log sources and game databases are not among them. */
export const doctor = z.object({ ok: z.boolean(), checks: z.array(doctorCheck) }).meta({ id: 'Doctor' })

export type DoctorCheck = z.infer<typeof doctorCheck>
export type Doctor = z.infer<typeof doctor>
