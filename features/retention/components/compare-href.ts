import { withQuery } from '#components/api/client.ts'

/** Two analyses side by side: `b` against `a`. */
export const compareHref = (a: string, b: string): string => withQuery('/retention/compare', { a, b })
