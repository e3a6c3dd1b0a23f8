// graphql-ws with Yoga's pub/sub, set up as their documentation shows it, on this repository's schema.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import DataLoader from 'dataloader';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import type { ExecutionArgs } from 'graphql';
import { WebSocketServer } from 'ws';
import { SAMPLE_AUTHOR, sampleEvent } from './sample-comment.ts';

type SampleEvent = ReturnType<typeof sampleEvent>;
type Context = { authors: DataLoader<string, typeof SAMPLE_AUTHOR> };
type Create = { input: { postId: string; body: string } };

const ROUND_TRIP = 1; // millisecond, instead of a database, which would use CPU on the same machine

const pubSub = createPubSub<{ commentAdded: [postId: string, event: SampleEvent] }>();
let number = 0;

// Without its cache: a subscription keeps one context, so every event would show the author as of the first.
const createContext = (): Context => ({
  authors: new DataLoader(
    async (ids) => {
      await setTimeout(ROUND_TRIP);
      return ids.map(() => SAMPLE_AUTHOR);
    },
    { cache: false },
  ),
});

const yoga = createYoga<object, Context>({
  schema: createSchema<Context>({
    typeDefs: readFileSync(new URL('../../../../schema/schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Mutation: {
        async createComment(_root, { input }: Create) {
          await setTimeout(ROUND_TRIP);
          number += 1;
          const event = sampleEvent({ number, body: input.body });
          pubSub.publish('commentAdded', input.postId, event);
          const comment = { ...event.node, body: input.body };
          return { __typename: 'CreateCommentPayload', cursor: event.cursor, clientMutationId: null, comment };
        },
      },
      Subscription: {
        commentAdded: {
          subscribe: (_root, { postId }: { postId: string }) => pubSub.subscribe('commentAdded', postId),
          resolve: (event: SampleEvent) => event,
        },
      },
      Comment: { author: async (_comment, _args, { authors }) => await authors.load('an-author') },
      Commenter: { __resolveType: () => 'Author' },
      Error: { __resolveType: () => 'ValidationError' },
      CreateCommentResult: { __resolveType: () => 'CreateCommentPayload' },
    },
  }),
  context: createContext,
  logging: 'warn',
});

const server = createServer((request, response) => void yoga(request, response));
type EnvelopedArgs = ExecutionArgs & {
  rootValue: { execute: (args: ExecutionArgs) => unknown; subscribe: (args: ExecutionArgs) => unknown };
};
useServer(
  {
    execute: (args) => (args as EnvelopedArgs).rootValue.execute(args) as never,
    subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args) as never,
    onSubscribe: async ({ extra }, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        req: extra.request,
        socket: extra.socket,
        params,
      });
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
);

server.listen(0, '127.0.0.1', () =>
  console.log(`answers at http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
