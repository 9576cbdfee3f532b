/** What is used of archiver 5.3, which brings no declarations of its own. */
declare module 'archiver' {
  import type { Transform } from 'node:stream'

  type Archive = Transform & { file: (path: string, entry: { name: string }) => Archive; finalize: () => Promise<void> }
  export default function archiver(format: 'zip'): Archive
}
