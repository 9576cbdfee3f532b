import 'server-only'
import { Queue } from 'bullmq'
import { env } from '#server/env.ts'
import { webRedis } from '#server/redis.ts'

export const queueName = 'runs'
const holder = globalThis as { qdQueue?: Queue }

/** The queue that tells workers about runs. It carries run ids only and may be lost: MySQL is the truth. */
export function queue(): Queue {
  holder.qdQueue ??= new Queue(queueName, {
    connection: webRedis(),
    prefix: env.QUEUE_PREFIX,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  })
  return holder.qdQueue
}
