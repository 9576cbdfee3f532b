import path from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))

/** Language of what people read, by LANG: Korean when it begins with `ko`, English otherwise. */
export const language: 'ko' | 'en' = process.env.LANG?.toLowerCase().startsWith('ko') ? 'ko' : 'en'

/** Address and token from the environment; each wins over the local token file. */
export const given = { url: process.env.QD_URL || undefined, token: process.env.QD_TOKEN || undefined }

/** Where the console of this checkout keeps its state, the local token file among it. */
export const stateDirectory = path.resolve(project, process.env.QUARTERDECK_STATE_DIR || '.quarterdeck')

/** The directory the user stands in: `npm run` moves to the project's root and tells the former one. */
export const callerDirectory = (process.env.npm_lifecycle_event === 'qd' && process.env.INIT_CWD) || process.cwd()

/** A variable that the user names on the command line (a password never is an argument: others could read it in `ps`). */
export const variable = (name: string): string | undefined => process.env[name] || undefined
