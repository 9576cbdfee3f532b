import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

// Made by tools or by running the product, never written by hand.
const MADE = new Set(['node_modules', '.git', '.next', '.quarterdeck', 'test-results', 'server/generated'])

/** Paths of all files of the project below `root`, with `/`, sorted. */
export function listFiles(root, below = '') {
  const entries = readdirSync(join(root, below), { withFileTypes: true })
  const found = entries.flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name
    if (MADE.has(path) || entry.name === 'node_modules') return []
    return entry.isDirectory() ? listFiles(root, path) : [path]
  })
  return below ? found : found.sort()
}

export const readText = (root, path) => readFileSync(join(root, path), 'utf8')

const CODE = /\.(tsx?|mjs|cjs)$/
export const isCode = (path) => CODE.test(path)
export const isTest = (path) => /\.test\.(tsx?|mjs)$/.test(path)

/** Number of bytes; 0 for what is not there. */
export const sizeOf = (root, path) => statSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0
