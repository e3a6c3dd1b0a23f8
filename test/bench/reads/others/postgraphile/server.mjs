// PostGraphile 5 as its documentation shows it: the Amber preset, on the HTTP server of Node.
import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { ACCOUNT, FUNCTIONS } from './functions.mjs';

const CONNECTIONS = 10; // as the service has

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: CONNECTIONS,
  options: '-c TimeZone=UTC -c jit=off',
});
await pool.query(FUNCTIONS);

// PostGraphile finds constraints, and Prisma makes unique indexes; it orders by what has an index.
const smartTags = jsonPgSmartTags({
  version: 1,
  config: {
    class: { post: { tags: { unique: 'slug' } } },
    attribute: { 'post_tag.place': { tags: { behavior: '+orderBy' } } },
  },
});

/** @type {GraphileConfig.Preset} */
const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [smartTags],
  pgServices: [makePgService({ pool })],
  schema: { defaultBehavior: '-insert -update -delete' },
  grafast: { context: ({ node }) => contextOf(node?.req.headers.authorization) },
  grafserv: { graphiql: false },
};

/** With settings, PostGraphile opens a transaction; readers have no account, and need none. */
function contextOf(authorization) {
  return authorization === undefined ? {} : { pgSettings: { [ACCOUNT]: authorization.slice('Bearer '.length) } };
}

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
