import { expect, test } from 'vitest';
import { EditCommentDocument, UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import { OWN_PLACE } from '../../src/live/feeds/reactions-feed.ts';
import type { Clock } from '../../src/live/delivery/pace.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi, type TestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, AN_AUTHOR, aPost } from '../harness/fixtures.ts';
import { countStatements } from '../harness/statements.ts';

/** Time that passes when a test says so. */
class TestClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.#now + milliseconds, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

const database = await openTestDatabase();
const clock = new TestClock();
const api = openTestApi(database, {}, { clock });
const statements = countStatements(database);

const REACT = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';
const EVENTS = /* GraphQL */ `
  subscription ($postId: ID!, $after: String) {
    discussionEvents(postId: $postId, after: $after) {
      __typename
      place: cursor
      ... on DiscussionReadyEvent {
        version
      }
      ... on CommentReactionsEvent {
        node {
          number
          reactions {
            kind
            count
          }
        }
      }
    }
  }
`;

interface Event {
  readonly __typename: string;
  readonly place: string;
  readonly version?: number;
  readonly node?: { readonly number: number; readonly reactions: readonly { readonly count: number }[] };
}

type Events = AsyncIterableIterator<{ discussionEvents: Event }>;

interface Following {
  readonly after?: string;
  readonly identity?: Identity;
  readonly source?: string;
  readonly at?: TestApi;
}

async function next(events: Events): Promise<Event> {
  const { value } = await events.next();
  return value.discussionEvents;
}

/** Follows a post until the stream beside it has begun: its first reading is done, and the next one a second away. */
async function followWhole(postId: string, { after, identity, source = EVENTS, at = api }: Following = {}) {
  const events = (await at.follow([source, { postId, after }, identity])) as Events;
  const ready = await next(events);
  expect(ready.__typename).toBe('DiscussionReadyEvent');
  return { events, ready };
}

async function aThread(comments = 1) {
  const { id: postId } = await aPost(api);
  const ids = [];
  for (let n = 0; n < comments; n += 1) ids.push((await aComment(api, { postId })).comment.id);
  return { postId, ids, commentId: ids[0] ?? '' };
}

async function react(commentId: string, reader = 0, on = true): Promise<void> {
  await api.data([REACT, { input: { commentId, kind: 'funny', on } }, anAccountOf(reader)]);
}

const countOf = ({ node }: Event) => node?.reactions[1]?.count;

test('subscribers are told of moved counts at most once a second and comment, with the newest counts', async () => {
  const { postId, ids, commentId } = await aThread(2);
  const { events, ready } = await followWhole(postId);
  clock.pass(1_000);
  await react(commentId, 1);
  const first = await next(events);

  for (const reader of [2, 3, 4]) await react(commentId, reader);
  await react(ids[1] ?? '', 1);
  await react(commentId, 5);
  await aComment(api, { postId });
  clock.pass(999);
  await react(commentId, 6);
  clock.pass(1);
  const rest = [await next(events), await next(events), await next(events)];

  expect(ready.version).toBe(0);
  expect(first).toMatchObject({ __typename: 'CommentReactionsEvent', node: { number: 1 } });
  expect(countOf(first)).toBe(1);
  // What is of the log is not paced.
  expect(rest.map(({ __typename, node }) => [__typename, node?.number])).toEqual([
    ['CommentAddedEvent', undefined],
    ['CommentReactionsEvent', 2],
    ['CommentReactionsEvent', 1],
  ]);
  expect(rest.map(countOf)).toEqual([undefined, 1, 6]);
  await events.return?.();
});

test('the cursor of such an event is the place of its subscriber in the log, wherever that is', async () => {
  const { postId, commentId } = await aThread();
  const { events, ready } = await followWhole(postId);
  clock.pass(1_000);
  await react(commentId, 1);
  const early = await next(events);
  await aComment(api, { postId });
  const added = await next(events);
  const { events: others, ready: otherReady } = await followWhole(postId);
  clock.pass(1_000);
  await react(commentId, 2);
  const [late, other] = [await next(events), await next(others)];

  expect(early.place).toBe(ready.place);
  expect(added).toMatchObject({ __typename: 'CommentAddedEvent' });
  expect([late.place, other.place]).toEqual([added.place, otherReady.place]);
  expect(JSON.stringify([early, late, other])).not.toContain(OWN_PLACE);
  const { events: resumed } = await followWhole(postId, { after: early.place });
  expect(await next(resumed)).toMatchObject({ __typename: 'CommentAddedEvent', place: added.place });
  for (const open of [events, others, resumed]) await open.return?.();
});

test('reactions are not replayed: the first event says at which version the stream begins', async () => {
  const { postId, commentId } = await aThread();
  const { events, ready } = await followWhole(postId);
  await events.return?.();
  await react(commentId, 1);
  await react(commentId, 2);

  const { events: again, ready: later } = await followWhole(postId, { after: ready.place });
  clock.pass(1_000);
  await react(commentId, 3);
  const event = await next(again);

  expect([ready.version, later.version]).toEqual([0, 2]);
  expect(countOf(event)).toBe(3);
  await again.return?.();
});

test('a viewer is told of their own reaction', async () => {
  const { postId, commentId } = await aThread();
  const [ada, eve] = [anAccountOf(1), anAccount('eve')];
  const source = EVENTS.replace('count', 'count viewerHasReacted');
  const mine = await followWhole(postId, { identity: ada, source });
  const theirs = await followWhole(postId, { identity: eve, source });
  clock.pass(1_000);
  await react(commentId, 1);

  const [seen, other] = [await next(mine.events), await next(theirs.events)];

  expect(seen.node?.reactions[1]).toEqual({ kind: 'funny', count: 1, viewerHasReacted: true });
  expect(other.node?.reactions[1]).toEqual({ kind: 'funny', count: 1, viewerHasReacted: false });
  for (const { events } of [mine, theirs]) await events.return?.();
});

test('without rings the poll finds that reactions have moved', async () => {
  const { postId, commentId } = await aThread();
  const deaf = { isOpen: false, ring: () => undefined, listen: () => undefined, close: () => Promise.resolve() };
  const other = openTestApi(database, {}, { clock, doorbell: deaf, pollEvery: 20 });
  const { events } = await followWhole(postId, { at: other });

  // The first poll wakes whoever listens, whatever it finds.
  for (const reader of [1, 2]) {
    await react(commentId, reader);
    clock.pass(1_000);
    expect(countOf(await next(events))).toBe(reader);
  }
  await events.return?.();
});

test('an event of the log reads no reactions, and a stream that has ended leaves nothing behind', async () => {
  const { postId, commentId } = await aThread();
  const { subscribers } = api.delivery.counts;
  const { events } = await followWhole(postId);
  expect(api.delivery.counts.subscribers).toBe(subscribers + 1);
  clock.pass(1_000);
  await react(commentId, 1);
  await next(events);
  clock.pass(1_000);
  statements.reset();
  await api.data([EditCommentDocument, { input: { commentId, body: 'Another text.' } }, anAccount('mo', 'MODERATOR')]);
  await next(events);
  expect(statements.texts.filter((text) => text.includes('comment_score'))).toEqual([]);

  await api.data([UpdatePostDocument, { input: { postId, publish: false } }, AN_AUTHOR]);
  expect(await next(events)).toMatchObject({ __typename: 'PostUnpublishedEvent' });
  await expect(events.next()).rejects.toThrow('no longer published');
  await api.data([UpdatePostDocument, { input: { postId, publish: true } }, AN_AUTHOR]);
  const { deliveries } = api.delivery.counts;
  await react(commentId, 2);

  const { events: others } = await followWhole(postId);
  clock.pass(1_000);
  await react(commentId, 3);

  // The stream that was opened since reads for itself; the other would have been told with it.
  expect(countOf(await next(others))).toBe(3);
  expect(api.delivery.counts.subscribers).toBe(subscribers + 1);
  expect(api.delivery.counts.deliveries - deliveries).toBe(2);
  await others.return?.();
});
