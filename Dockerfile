# An instance of the service, for a PostgreSQL and, where there are several, a Redis: see compose.yaml.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY src/install src/install
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY prisma.config.ts codegen.ts tsconfig.json tsconfig.build.json ./
COPY prisma prisma
COPY schema schema
COPY src src
RUN npx prisma generate && npx graphql-codegen && npx tsc --project tsconfig.build.json && node src/install/build-embed.mjs dist

FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY src/install src/install
# `--omit=optional` as well: npm counts Prisma's CLI, an optional peer of its client, among what is optional.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && node src/install/prune-modules.mjs node_modules

# The system that Node is built for, with Node alone: no npm, no headers, no compiler.
FROM debian:bookworm-slim
WORKDIR /app
ENV NODE_ENV=production PORT=4000
# Room for the garbage of the requests that are answered at once: docs/decisions/22-young-garbage.md.
ENV NODE_OPTIONS=--max-semi-space-size=32
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY prisma/migrations prisma/migrations
COPY package.json ./
# Nobody's: it can write nothing here.
USER 1000:1000
EXPOSE 4000
# Without a shell between, so that SIGTERM reaches it.
CMD ["node", "dist/main.js"]
