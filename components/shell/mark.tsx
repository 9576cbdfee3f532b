/** The sign of the console: a deck line under a rising horizon. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#414aa8" />
      <path d="M7 21h18M9 16.5h14M13 12h6" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M16 12V6.5l5 2.3-5 2.2" fill="#fff" />
    </svg>
  )
}
