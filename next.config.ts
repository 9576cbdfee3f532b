import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ['@node-rs/argon2', '@opensearch-project/opensearch', 'bullmq', 'exceljs', 'ioredis', 'mariadb', 'pino', 'prom-client'],
  // Words come compiled (server/http/catalogue.ts): no parser is sent to browsers.
  turbopack: { resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  experimental: {
    turbopackFileSystemCacheForBuild: true,
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/dates', '@tabler/icons-react'],
  },
}

export default createNextIntlPlugin('./i18n/request.ts')(config)
