import 'server-only'
import { baseHeaders } from '#server/http/problem.ts'

/** The response with its cookies and the headers that every answer of the API has. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const [name, value] of Object.entries(baseHeaders)) response.headers.set(name, value)
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
