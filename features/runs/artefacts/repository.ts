import { db } from '#server/database.ts'

/** With the kind of its run. */
export const findArtefact = (runId: bigint, id: bigint) => db.runArtefact.findFirst({ where: { id, runId }, include: { run: { select: { kind: true } } } })
