import { readJson, writeJson } from '../../services/state-dir.mjs'
import { requireNode } from './install.mjs'
import { parseJson, runTool } from './tools.mjs'

/** The one step that uses the administrator's account of the database (DATABASE_ADMIN_URL); everything else runs as the application. */
export function migrate({ root, state, env, ui, signal }) {
  return ui.stage('migrate', async () => {
    const output = await runTool({
      state,
      name: 'migrate',
      command: requireNode(root),
      args: ['scripts/db.mjs', 'deploy'],
      cwd: root,
      env,
      signal,
      capture: true,
    })
    return output.trim().split('\n').at(-1) || 'up to date'
  })
}

/**
 * The first administrator and the token of this machine. The one-time password stays in secrets.json until it was changed, so that a second start can
 * print it again. Gives `{ email, password }`, password null when it was changed.
 */
export async function seed({ root, state, env, ui, signal, url }) {
  const tokenFile = state.file('token.json')
  const known = readJson(tokenFile)?.token ?? null
  const made = await ui.stage('accounts', async () => {
    const args = ['--conditions=react-server', 'scripts/seed.ts']
    const output = await runTool({
      state,
      name: 'seed',
      command: requireNode(root),
      args,
      cwd: root,
      env: { ...env, QUARTERDECK_LOCAL_TOKEN: known ? 'make' : 'renew' },
      signal,
      capture: true,
    })
    const answer = parseJson(output, 'scripts/seed.ts')
    return { ...answer, said: answer.password ? `first administrator ${answer.email}` : 'administrator is there' }
  })
  const token = made.token ?? known
  if (token) writeJson(tokenFile, { url, token })
  else ui.note('the token of this machine is lost: sign in and make another, then give it to qd as QD_TOKEN')
  return { email: made.email, password: oneTimePassword(state, made) }
}

function oneTimePassword(state, { password, mustChange }) {
  if (password) return state.secret.set('firstPassword', password)
  if (!mustChange) return state.secret.set('firstPassword', null)
  return state.secret.get('firstPassword')
}
