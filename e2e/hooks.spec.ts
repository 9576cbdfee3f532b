import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, expectAccessible, test } from './fixtures.ts'
import { answerProofs } from './pages/proof.ts'
import { say } from './words.ts'

type Call = { headers: IncomingHttpHeaders; body: string }

/** A game server that is told; it refuses what comes to /busy. */
async function gameServer(): Promise<{ url: string; calls: Call[]; close: () => void }> {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(request.url === '/busy' ? 503 : 204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, close: () => void server.close() }
}

for (const language of ['ko', 'en'] as const)
  test.describe(language, () => {
    test.use({ language })

    test('a web hook is added, shows its secret once, and a test arrives signed with it', async ({ page, w, noise }) => {
      // A session that was proved long ago is asked first.
      noise.allow(/status of 403/)
      const { notices } = w
      const game = await gameServer()
      const name = `Reload ${Date.now()}`
      await answerProofs(page, w)
      await page.goto('/hooks?add=true')
      const form = page.getByRole('dialog', { name: notices.add })
      await form.getByRole('button', { name: notices.form.submitAdd }).click()
      await expect(form.getByText(notices.form.nameMissing)).toBeVisible()
      await expectAccessible(page)
      await form.getByRole('textbox', { name: notices.form.name }).fill(name)
      await form.getByRole('textbox', { name: notices.form.url }).fill(`${game.url}/hook`)
      await form.getByRole('button', { name: notices.form.submitAdd }).click()

      const shown = page.getByRole('dialog', { name: say(notices.secret.title, { name }) })
      // Assertions answer a proof that is asked for meanwhile; reading a value does not.
      await expect(shown).toBeVisible()
      const secret = await shown.getByRole('textbox', { name: notices.secret.label }).inputValue()
      expect(secret).toMatch(/^whsec_/)
      await expectAccessible(page)
      await shown.getByRole('button', { name: notices.secret.done }).click()
      await expect(shown).toBeHidden()

      await page.getByRole('button', { name: say(w.records.openName, { name }), exact: true }).click()
      await page.getByRole('button', { name: say(notices.sendTestName, { name }) }).click()
      await expect(page.getByText(say(notices.test.arrived, { status: '204' }))).toBeVisible()
      await expectAccessible(page)
      expect(await page.content()).not.toContain(secret)
      await test.step('the list says that it arrived, too', async () => {
        await page.keyboard.press('Escape')
        const list = page.getByRole('region', { name: notices.title })
        await expect(list.getByRole('row').filter({ hasText: name })).toContainText(notices.states.delivered)
        await page.getByRole('button', { name: say(w.records.openName, { name }), exact: true }).click()
      })
      const [call] = game.calls
      const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = call?.headers ?? {}
      const mine = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(`${id}.${timestamp}.${call?.body}`)
        .digest('base64')
      expect(signature).toBe(`v1,${mine}`)

      await page.getByRole('button', { name: say(w.records.editName, { name }) }).click()
      const edit = page.getByRole('dialog', { name: say(w.records.editName, { name }) })
      await edit.getByRole('textbox', { name: notices.form.url }).fill(`${game.url}/busy`)
      await edit.getByRole('button', { name: notices.form.submitEdit }).click()
      await expect(edit).toBeHidden()
      await page.getByRole('button', { name: say(w.records.actsOf, { name }), exact: true }).click()
      await page.getByRole('menuitem', { name: notices.sendTest }).click()
      await page.getByRole('button', { name: say(w.records.openName, { name }), exact: true }).click()
      const panel = page.getByRole('dialog', { name })
      await expect(panel.getByText(notices.faults.answer).first()).toBeVisible()
      await expect(panel.getByRole('button', { name: notices.retry }).first()).toBeVisible()

      await panel.getByRole('button', { name: say(w.records.removeName, { name }) }).click()
      await page.getByRole('button', { name: notices.removeConfirm }).click()
      await expect(page.getByText(say(notices.removed, { name }))).toBeVisible()
      game.close()
    })
  })
