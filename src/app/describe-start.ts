import type { Role } from '../config/roles.ts';
import { signToken } from '../execution/identity/token.ts';
import type { DemoPost } from '../pages/playground/playground-tabs.ts';
import type { App } from './app.ts';

const DAY = 24 * 60 * 60; // seconds

type Started = Pick<App, 'url' | 'metricsPort' | 'services'> & { readonly demo: Pick<DemoPost, 'slug' | 'id'> | null };

/** The text printed at the start: where to go, and in development what to try. */
export async function describeStart({ url, metricsPort, services, demo }: Started): Promise<string> {
  const { config } = services;
  const places = [
    `Colloquy answers at ${url}`,
    ...(config.hasPlayground ? [`  playground  ${url}/graphql`] : []),
    ...(config.hasPublicSchema ? [`  schema      ${url}/schema.graphql`] : []),
    ...(config.postUrl === null ? [`  posts       ${url}/posts`] : []),
    ...(demo === null || config.postUrl !== null ? [] : [`  discussion  ${url}/posts/${demo.slug}`]),
    ...(metricsPort === null ? [] : [`  metrics     port ${metricsPort} of ${config.host}`]),
    `  database    ${config.databaseUrl === null ? `embedded, in ${config.dataDir}` : 'PostgreSQL'}`,
    ...(config.redisUrl === null ? [] : ['  broker      Redis']),
    ...(config.hasTrustedOnly ? ['  documents   only those that are registered'] : []),
  ];
  const { authSecret: secret, tokens: rules } = config;
  // With names of its own for roles the site has an identity provider, and that gives tokens.
  if (config.isProduction || secret === null || rules.roles !== null) return places.join('\n');

  // In the demo ada's comment is held, ines wrote the post, and mod decides.
  const sign = async (handle: string, role: Role) =>
    await signToken({ subject: handle, handle, role }, { secret, expiresIn: DAY, rules });
  return [
    ...places,
    ...(demo === null || config.hasTrustedOnly
      ? []
      : ['', 'Follow the demo discussion from another terminal:', followWithCurl({ url, demo })]),
    '',
    'Tokens to try, valid for a day; in the playground’s headers pane: {"Authorization": "Bearer …"}',
    `  ada, READER     ${await sign('ada', 'READER')}`,
    `  ines, AUTHOR    ${await sign('ines', 'AUTHOR')}`,
    `  mod, MODERATOR  ${await sign('mod', 'MODERATOR')}`,
    '',
    'More: npm run token -- --handle ada --role AUTHOR. Ctrl-C ends it.',
  ].join('\n');
}

/** A command that runs as it stands, in the quotes of a shell. */
function followWithCurl({ url, demo }: { url: string; demo: Pick<DemoPost, 'id'> }): string {
  const query =
    'subscription ($id: ID!) { discussionEvents(postId: $id) { __typename cursor ... on CommentAddedEvent { node { number body } } ... on CommentEditedEvent { node { number body } } ... on CommentWithdrawnEvent { node { number } } ... on CommentReactionsEvent { node { number reactions { kind count } } } } }';
  return [
    `  curl -sN ${url}/graphql -H 'accept: text/event-stream' -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify({ query, variables: { id: demo.id } })}'`,
  ].join('\n');
}
