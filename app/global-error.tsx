'use client'

/** The last resort, when even the layout broke: it has no words from the catalogue, so it says it in both languages. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="ko">
      <body>
        <main>
          <h1>화면을 열 수 없습니다 · This page cannot be shown</h1>
          <p>다시 시도하세요. 계속되면 관리자에게 코드를 알려 주세요. Try again; if it goes on, give an administrator the code.</p>
          <p>
            <code>{error.digest ?? 'layout'}</code>
          </p>
          <button type="button" onClick={reset}>
            다시 시도 · Try again
          </button>
        </main>
      </body>
    </html>
  )
}
