// Mercurius on Fastify as its documentation shows it: resolvers, loaders, and compiled queries.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { loaders } from './loaders.mjs';
import { resolvers } from './resolvers.mjs';

const app = Fastify();

app.register(mercurius, {
  schema: readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  loaders,
  // From the first request on.
  jit: 1,
  // Nobody checks who asks.
  context: ({ headers }) => ({ accountId: headers.authorization?.slice('Bearer '.length) ?? '' }),
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
