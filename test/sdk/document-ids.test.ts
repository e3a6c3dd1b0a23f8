import { expect, it, onTestFinished } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import type { ClientOptions, TransportName } from '../../src/sdk/client-options.ts';
import { createClient } from '../../src/sdk/create-client.ts';
import { hashDocument } from '../../src/execution/documents/document-id.ts';
import { CreateCommentDocument, FrontPageDocument, TypedDocumentString } from '../../src/sdk/generated/operations.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { WebSocket } from 'ws';
import { findFailure } from './find-failure.ts';
import { startNetwork, TRANSPORTS } from './network.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const trustingApi = openTestApi(database, { hasTrustedOnly: true });

type Sent = { readonly query?: string; readonly documentId?: string };

/** Sends every request, and keeps what it said of its document. */
function recording(): Pick<ClientOptions, 'fetch' | 'webSocketImpl'> & { readonly sent: Sent[] } {
  const sent: Sent[] = [];
  const keep = ({ query, documentId }: Sent) =>
    sent.push({ ...(query && { query }), ...(documentId && { documentId }) });
  return {
    sent,
    fetch: (input, init) => {
      keep(JSON.parse(String(init?.body)));
      return fetch(input, init);
    },
    webSocketImpl: class extends WebSocket {
      override send(data: string) {
        const { type, payload } = JSON.parse(data) as { type: string; payload: Sent };
        if (type === 'subscribe') keep(payload);
        super.send(data);
      }
    },
  };
}

const text =
  'subscription ($postId: ID!, $after: String) { commentAdded(postId: $postId, after: $after) { cursor node { number } } }';
const UNKNOWN = new TypedDocumentString<
  { commentAdded: { node: { number: number } } },
  { postId: string; after?: string | undefined }
>(text, {
  hash: hashDocument(text),
});

it('sends texts by default', async () => {
  const network = await startNetwork(api);
  const { sent, ...options } = recording();

  await network.createClient(options).frontPage();

  expect(sent).toEqual([{ query: FrontPageDocument.toString() }]);
});

it('sends the ids of its own documents, of a creation, too', async () => {
  const network = await startNetwork(api);
  const { sent, ...options } = recording();
  const client = network.createClient({ ...options, documentIds: true });

  await client.frontPage();
  await client.createComment({ input: { postId: network.postId, body: 'By its id.' } });

  expect(await network.readBodies()).toEqual(['By its id.']);
  expect(sent).toEqual(
    [FrontPageDocument, CreateCommentDocument].map((document) => ({ documentId: hashDocument(document.toString()) })),
  );
});

it('sends the text of a document that the service does not know, at once and from then on', async () => {
  const network = await startNetwork(api);
  const { sent, ...options } = recording();
  const client = network.createClient({ ...options, documentIds: true, retries: 0 });
  const query = 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }';
  const documentId = hashDocument(query);
  const document = new TypedDocumentString<unknown, { input: object }>(query, { hash: documentId });

  await client.request(document, { input: { postId: network.postId, body: 'One.' } });
  await client.request(document, { input: { postId: network.postId, body: 'Two.' } });

  expect(await network.readBodies()).toEqual(['One.', 'Two.']);
  expect(sent).toEqual([{ documentId }, { query }, { query }]);
});

it.each(TRANSPORTS)('follows by ids over %s, and by the text of what the service does not know', async (transport) => {
  const network = await startNetwork(api);
  const { sent, ...options } = recording();
  const client = network.createClient({ ...options, documentIds: true, transport });

  const { post } = await client.postCursor({ postId: network.postId });
  const variables = { postId: network.postId, after: post?.cursor };

  const known = client.commentAdded(variables);
  const unknown = client.subscribe(UNKNOWN, variables);
  const next = [known.next(), unknown.next()] as const;
  await network.addComment('Hear, hear.');
  const [first, second] = await Promise.all(next);
  network.proxy.cut();
  await network.addComment('After a cut.');
  const [third, fourth] = await Promise.all([known.next(), unknown.next()]);

  expect([first, third].map(({ value }) => value?.commentAdded.node.number)).toEqual([1, 2]);
  expect([second, fourth].map(({ value }) => value?.commentAdded.node.number)).toEqual([1, 2]);
  expect(sent.filter(({ documentId }) => documentId === hashDocument(text))).toHaveLength(1);
  expect(sent.filter(({ query }) => query === text).length).toBeGreaterThan(1);
  expect(sent.filter(({ query }) => query !== undefined && query !== text)).toEqual([]);
});

it.each([false, true])(
  'uses a service that trusts registered documents only, with documentIds: %s',
  async (documentIds) => {
    const network = await startNetwork(trustingApi);

    for (const transport of TRANSPORTS) await useTrusting(network, { documentIds, transport });
  },
);

it('is refused a document that costs too much, although it is registered', async () => {
  const service = await startServer({ ...serverOptions(api), limits: { price: 1 } });
  onTestFinished(() => service.close());
  const client = createClient({ url: `${service.url}/graphql`, documentIds: true, transport: 'sse' });

  const { code, status } = await findFailure(client.frontPage({ first: 100 }));

  expect([code, status]).toEqual(['QUERY_TOO_COMPLEX', 400]);
});

async function useTrusting(
  network: Awaited<ReturnType<typeof startNetwork>>,
  { transport, documentIds }: { transport: TransportName; documentIds: boolean },
) {
  const { sent, ...options } = recording();
  const client = network.createClient({ ...options, documentIds, transport });

  const events = client.discussionEvents({ postId: network.postId });
  expect((await events.next()).value?.discussionEvents.__typename).toBe('DiscussionReadyEvent');
  const failures = [
    await findFailure(client.request('{ posts { totalCount } }', {})),
    await findFailure(client.subscribe(UNKNOWN, { postId: network.postId }).next()),
  ];

  expect(failures.map(({ code }) => code)).toEqual(['DOCUMENT_NOT_TRUSTED', 'DOCUMENT_NOT_TRUSTED']);
  // The text of a document whose id was refused is not sent after it.
  expect(sent.filter(({ query }) => query === text)).toHaveLength(documentIds ? 0 : 1);
}

it('asks by GET what is the same for everybody, where it is told to, and by POST what is not', async () => {
  const network = await startNetwork(api);
  const methods: string[] = [];
  const options: Partial<ClientOptions> = {
    ...{ documentIds: true, queriesByGet: true },
    fetch: (input, init) => {
      methods.push(init?.method ?? 'GET');
      return fetch(input, init);
    },
  };

  const { posts } = await network.createClient(options).frontPage({ first: 1 });
  await network.createClient({ ...options, voice: 'a'.repeat(43) }).frontPage({ first: 1 });
  await network.createClient({ ...options, documentIds: false }).frontPage({ first: 1 });
  await network
    .createClient(options)
    .frontPage({ first: 1, after: 'x'.repeat(5_000) })
    .catch(() => null);
  await network.createClient(options).createComment({ input: { postId: network.postId, body: 'By POST.' } });

  expect(posts.nodes).toHaveLength(1);
  expect(methods).toEqual(['GET', 'POST', 'POST', 'POST', 'POST']);
});
