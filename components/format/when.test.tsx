import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { QuietTimes } from '#components/format/quiet-times.ts'
import { When } from '#components/format/when.tsx'

const drawn = (quiet: boolean) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{}} timeZone="UTC">
      <QuietTimes value={quiet}>
        <When at="2026-11-21T00:00:00.000Z" />
      </QuietTimes>
    </NextIntlClientProvider>,
  )

it('is a stop of the Tab key, but in the rows of a list', () => {
  expect(drawn(false)).toMatch(/<time[^>]* tabindex="0"/)
  expect(drawn(true)).toMatch(/<time(?![^>]*tabindex)[^>]*>Sat 21 Nov/)
})
