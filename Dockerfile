# The console: one image for the web server (default command), the workers and the migrations. See compose.yaml.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund

FROM packages AS build
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY . .
# No engine is downloaded: the client is generated and migrations are applied without it.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true node node_modules/prisma/build/index.js generate \
  && node node_modules/next/dist/bin/next build \
  && rm -rf .next/cache \
  && npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production \
  NEXT_TELEMETRY_DISABLED=1 \
  QUARTERDECK_MODE=production \
  QUARTERDECK_STATE_DIR=/var/lib/quarterdeck \
  PORT=3300
# The program belongs to root and the user "node" cannot change it; only the state directory is writable.
COPY --from=build /app ./
RUN mkdir -p /var/lib/quarterdeck && chown node:node /var/lib/quarterdeck
VOLUME /var/lib/quarterdeck
USER node
EXPOSE 3300
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "exec node node_modules/next/dist/bin/next start -H 0.0.0.0 -p \"$PORT\""]
