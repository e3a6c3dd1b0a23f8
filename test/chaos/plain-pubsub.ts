// The control: the operations of the service, delivered by Redis pub/sub without a log, as tutorials show it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { createClient } from 'redis';
import { WebSocketServer } from 'ws';
import { openPlainStore, type PlainComment } from './plain-store.ts';

const { DATABASE_URL = '', REDIS_URL = '', PORT = '' } = process.env;
const CHANNEL = 'comments';

const store = await openPlainStore(DATABASE_URL);
const local = createPubSub<{ comments: [event: ReturnType<typeof toEvent>] }>();
const [publisher, subscriber] = [createClient({ url: REDIS_URL }), createClient({ url: REDIS_URL })];
for (const client of [publisher, subscriber]) client.on('error', () => undefined);
void publisher.connect();
void subscriber.connect();
void subscriber.subscribe(CHANNEL, (message) => local.publish('comments', JSON.parse(message)));

type Create = { input: { body: string; clientMutationId: string } };

function toEvent(comment: PlainComment) {
  const author = { __typename: 'Guest', displayName: 'A guest', avatarUrl: null };
  const { number, body, key } = comment;
  const place = {
    depth: 0,
    parent: null,
    subject: null,
    status: 'PUBLISHED',
    createdAt: new Date(),
    url: 'https://a.example',
  };
  const node = { id: `comment ${number}`, number, body, bodyHtml: body, author, ...place };
  return { __typename: 'CommentAddedEvent', cursor: `after ${number}`, clientMutationId: key, node };
}

const schema = createSchema({
  typeDefs: readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'),
  resolvers: {
    Query: { post: () => ({ cursor: 'from now' }) },
    Mutation: {
      createPost: () => ({
        __typename: 'CreatePostPayload',
        post: { id: 'a post', slug: 'a', title: 'A', url: 'https://a.example', publishedAt: new Date(), tags: [] },
      }),
      async createComment(_root: unknown, { input: { body, clientMutationId: key } }: Create) {
        const { comment, isNew } = await store.add({ body, key });
        const event = toEvent(comment);
        if (isNew) await publisher.publish(CHANNEL, JSON.stringify(event));
        return { __typename: 'CreateCommentPayload', clientMutationId: key, cursor: event.cursor, comment: event.node };
      },
    },
    Subscription: Object.fromEntries(
      ['commentAdded', 'discussionEvents'].map((field) => [
        field,
        { subscribe: () => local.subscribe('comments'), resolve: (event: unknown) => event },
      ]),
    ),
  },
});

const yoga = createYoga({ schema, logging: false });
const server = createServer((request, response) => void yoga(request, response));
useServer({ schema }, new WebSocketServer({ server, path: yoga.graphqlEndpoint }));
server.listen(Number(PORT), '127.0.0.1', () => console.log(`answers at http://127.0.0.1:${PORT}`));
