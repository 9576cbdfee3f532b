import { expect, onTestFinished } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { type Applied, applyPlan, type Choice, dump, keepPlan, makePlace, undoPlan } from '#workers/datasheets/testing/apply.ts'
import { type Comparison, compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

/** Makes game databases on a server (the address of an account that may create them) that are gone with their test. */
export const gamesOn =
  (server: string) =>
  async (...statements: string[]): Promise<Game> => {
    const game = await makeGame(server, ...statements)
    onTestFinished(() => game.drop())
    return game
  }

type Sheets = Readonly<Record<string, readonly (readonly (string | number | null)[])[]>>

/** What sheets would change in a game database. */
const compareSheets = (game: Game, sheets: Sheets): Promise<Comparison> =>
  compare({ url: game.url, books: { 'a.xlsx': Object.entries(sheets).map(([name, rows]) => ({ name, rows })) } })

/** Compares sheets and applies what was found; `meanwhile` happens between the two. */
export async function importOf(who: Principal, game: Game, sheets: Sheets, choice: Choice = {}, meanwhile: string[] = []): Promise<Applied> {
  const seen = await compareSheets(game, sheets)
  expect(seen.findings.filter(({ level }) => level === 'error')).toEqual([])
  const place = await makePlace(game.url)
  const planId = await keepPlan(who, place, seen)
  await game.run(...meanwhile)
  return applyPlan(who, place, planId, choice)
}

/** Takes an import back. */
export async function takeBack(who: Principal, game: Game, importId: bigint): Promise<Applied> {
  const place = await makePlace(game.url)
  const undo = await undoPlan(importId)
  await db.sheetPlan.update({ where: { id: undo }, data: { environmentId: place.id } })
  const back = await applyPlan(who, place, undo, { undoOfId: importId })
  expect(back.run).toMatchObject({ error: null, state: 'succeeded' })
  return back
}

/** Applies sheets, looks that a comparison finds nothing more, and takes it back, forth and back again: each time every byte is what it was. */
export async function thereAndBack(who: Principal, game: Game, sheets: Sheets): Promise<void> {
  const before = await dump(game.url)
  const { run, importId } = await importOf(who, game, sheets)
  expect(run).toMatchObject({ error: null, state: 'succeeded' })
  const after = await dump(game.url)
  expect([...(await compareSheets(game, sheets)).operations.values()].flat()).toEqual([])
  const back = await takeBack(who, game, importId)
  expect(await dump(game.url)).toEqual(before)
  const forth = await takeBack(who, game, back.importId)
  expect(await dump(game.url)).toEqual(after)
  await takeBack(who, game, forth.importId)
  expect(await dump(game.url)).toEqual(before)
}

/** Nothing may be left of an import that was refused. */
export async function refused(who: Principal, game: Game, sheets: Sheets, error: object, choice: Choice = {}, meanwhile: string[] = []): Promise<Applied> {
  const done = await importOf(who, game, sheets, choice, meanwhile)
  expect(done.run).toMatchObject({ state: 'failed', error })
  expect(await db.sheetImport.findUniqueOrThrow({ where: { id: done.importId } })).toMatchObject({ committedAt: null })
  return done
}
