import type { Role } from '../session/session.ts';
import { signToken } from '../execution/identity/token.ts';
import type { App } from './app.ts';

const DAY = 24 * 60 * 60; // seconds

/** What a person is told at the start: where to go, and in development tokens to try. */
export async function describeStart({ url, services, demo }: App): Promise<string> {
  const { config } = services;
  const places = [
    `Colloquy answers at ${url}`,
    ...(config.hasPlayground ? [`  playground  ${url}/graphql`] : []),
    ...(config.hasPublicSchema ? [`  schema      ${url}/schema.graphql`] : []),
    ...(demo === null || config.postUrl !== null ? [] : [`  discussion  ${url}/posts/${demo.slug}`]),
    `  database    ${config.databaseUrl === null ? `embedded, in ${config.dataDir}` : 'PostgreSQL'}`,
    ...(config.redisUrl === null ? [] : ['  doorbell    Redis']),
  ];
  if (config.isProduction) return places.join('\n');

  const sign = async (handle: string, role: Role) =>
    await signToken({ subject: handle, handle, role }, { secret: config.authSecret, expiresIn: DAY });
  return [
    ...places,
    '',
    'Tokens to try, valid for a day; in the playground’s headers pane: {"Authorization": "Bearer …"}',
    `  ada, READER     ${await sign('ada', 'READER')}`,
    `  grace, AUTHOR   ${await sign('grace', 'AUTHOR')}`,
    `  mod, MODERATOR  ${await sign('mod', 'MODERATOR')}`,
    '',
    'More: npm run token -- --handle ada --role AUTHOR. Ctrl-C ends it.',
  ].join('\n');
}
