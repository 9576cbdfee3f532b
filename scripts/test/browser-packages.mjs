import { existsSync } from 'node:fs'
import { findProgram } from '../../services/find-program.mjs'
import { howToInstall, installPackages } from '../../services/packages.mjs'

const CHROMIUM = { what: 'Chromium', apt: ['chromium', 'chromium-browser'], brew: '--cask chromium' }
const KOREAN = { what: 'a Korean font', apt: ['fonts-noto-cjk'], brew: '' }
const FONT_DIRS = ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/noto-cjk']

const findChromium = (env) => env.CHROMIUM || findProgram(env, 'chromium', 'chromium-browser', 'google-chrome')

/** The browser that the browser tests drive, with a font that has Korean; installed when missing and we may. Gives its path. */
export async function provideBrowser({ env, logFile, signal, ui }) {
  const hasFont = process.platform !== 'linux' || FONT_DIRS.some((path) => existsSync(path))
  const needs = [...(findChromium(env) ? [] : [CHROMIUM]), ...(hasFont ? [] : [KOREAN])]
  if (needs.length && (process.getuid?.() !== 0 || !findProgram(env, 'apt-get'))) {
    throw new Error(
      `the browser tests need ${needs.map((need) => need.what).join(' and ')}. Install with:\n    ${howToInstall(needs)}\nor name a Chromium in CHROMIUM`,
    )
  }
  if (needs.length) {
    await ui.stage('browser', async (progress) => {
      progress({ text: `installing ${needs.map((need) => need.what).join(' and ')}` })
      await installPackages({ needs, env, logFile, signal })
      return 'installed'
    })
  }
  return findChromium(env)
}
