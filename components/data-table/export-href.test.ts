import { expect, it } from 'vitest'
import { exportHref } from '#components/data-table/export-href.ts'

it('follows the filters of the list, not its page or order', () => {
  const query = { page: 3, pageSize: 50, sort: '-createdAt', state: 'failed,paused', q: '', by: undefined }
  expect(exportHref({ path: '/api/v1/runs/export', query }, 'xlsx')).toBe('/api/v1/runs/export?state=failed%2Cpaused&format=xlsx')
})
