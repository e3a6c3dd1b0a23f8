# An instance of the service, for a PostgreSQL and, where there are several, a Redis: see compose.yaml.

FROM node:22-bookworm-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The scripts of the install make the embedded database's template as well, which no instance here needs.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY prisma.config.ts ./
COPY prisma prisma
RUN npx prisma generate

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production PORT=4000
COPY --from=install /app/node_modules node_modules
COPY package.json tsconfig.json ./
COPY prisma prisma
COPY src src
COPY --from=install /app/src/generated src/generated
USER node
EXPOSE 4000
# Without npm or a shell between, so that SIGTERM reaches it.
CMD ["node", "--import", "tsx", "src/main.ts"]
