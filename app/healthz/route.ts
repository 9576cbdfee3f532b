/** This process answers. Asks nothing else. */
export const GET = () => new Response('ok\n', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' } })
export const dynamic = 'force-dynamic'
