import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEvent } from '../../src/sdk/apply-event.ts';
import { toDiscussion, type Discussion, type DiscussionEvent } from '../../src/sdk/discussion.ts';
import {
  CommentsDocument,
  DeleteCommentDocument,
  DiscussionEventsDocument,
  EditCommentDocument,
  PostCursorDocument,
  UpdatePostDocument,
  type CommentOrder,
  type CommentsQuery,
  type UpdatePostInput,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aPost, tryComment } from '../harness/fixtures.ts';

const database = await openTestDatabase();
const api = openTestApi(database);

const PEOPLE: readonly Identity[] = [anAccount('ada'), anAccount('grace'), aVoice('a guest'), AN_AUTHOR];

type Read = NonNullable<CommentsQuery['post']>;

/** One thing that somebody does; `pick` says to which of what there is. */
interface Deed {
  readonly kind: 'say' | 'reply' | 'edit' | 'withdraw' | 'close' | 'open' | 'edit post' | 'publish' | 'take back';
  readonly person: number;
  readonly pick: number;
  /** So many events are read of those that have happened by then: the others are delivered late. */
  readonly delivered: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Deed['kind']>('say') },
    { weight: 8, arbitrary: fc.constant<Deed['kind']>('reply') },
    { weight: 4, arbitrary: fc.constantFrom<Deed['kind']>('edit', 'withdraw') },
    { weight: 2, arbitrary: fc.constantFrom<Deed['kind']>('close', 'open', 'edit post', 'publish', 'take back') },
  ),
  person: fc.nat({ max: PEOPLE.length - 1 }),
  pick: fc.nat({ max: 1_000 }),
  delivered: fc.nat({ max: 3 }),
});

/** A page as somebody may ask for it: from the beginning, or after one of the comments that there are. */
interface Page {
  readonly order: CommentOrder;
  readonly first: number;
  readonly after: number | null;
  /** Whether it keeps what comes, instead of pushing the last comment out. */
  readonly isGrowing: boolean;
}

const page: fc.Arbitrary<Page> = fc.record({
  order: fc.constantFrom('TIME', 'THREAD'),
  first: fc.nat({ max: 8 }),
  after: fc.option(fc.nat({ max: 1_000 })),
  isGrowing: fc.boolean(),
});

class History {
  readonly #written: { id: string; person: number }[] = [];
  readonly #postId: string;
  #count = 0;

  constructor(postId: string) {
    this.#postId = postId;
  }

  async do({ kind, person, pick }: Deed): Promise<void> {
    const postId = this.#postId;
    const body = `Text ${String((this.#count += 1))}`;
    const other = this.#written[pick % this.#written.length];
    const owner = other === undefined ? undefined : PEOPLE[other.person];
    if (kind === 'say') await this.#write({ postId, body }, person);
    if (kind === 'reply') await this.#write({ postId, body, ...(other ? { parentId: other.id } : {}) }, person);
    if (kind === 'edit' && other)
      await api.data([EditCommentDocument, { input: { commentId: other.id, body } }, owner]);
    if (kind === 'withdraw' && other)
      await api.data([DeleteCommentDocument, { input: { commentId: other.id } }, owner]);
    if (kind === 'close') await change(postId, { commentsOpen: false });
    if (kind === 'open') await change(postId, { commentsOpen: true });
    if (kind === 'edit post') await change(postId, { title: body });
    if (kind === 'publish') await change(postId, { publish: true });
    if (kind === 'take back') await change(postId, { publish: false });
  }

  // Who answers a withdrawn comment, or writes to a closed discussion, is refused: nothing happens.
  async #write(input: { postId: string; body: string }, person: number): Promise<void> {
    const answer = await tryComment(api, input, PEOPLE[person]);
    if (answer.__typename === 'CreateCommentPayload') this.#written.push({ id: answer.comment.id, person });
  }
}

async function change(postId: string, input: Partial<UpdatePostInput>): Promise<void> {
  await api.data([UpdatePostDocument, { input: { postId, ...input } }, AN_AUTHOR]);
}

async function read(
  postId: string,
  { order, first, after = null }: { order: CommentOrder; first: number; after?: string | null },
): Promise<Read> {
  const { post } = await api.data([CommentsDocument, { post: { id: postId }, order, first, after }, AN_AUTHOR]);
  if (post === null) throw new Error('There is no post.');
  return post;
}

/** The events of a post that have happened, and no more of them. */
async function follow(postId: string, after: string) {
  const stream = await api.follow([DiscussionEventsDocument, { postId, after }, AN_AUTHOR]);
  const events: DiscussionEvent[] = [];
  const next = async (): Promise<void> => {
    const { value, done } = await stream.next();
    if (done !== true) events.push(value.discussionEvents);
  };
  return {
    events,
    async take(most: number): Promise<void> {
      const end = await cursorOf(postId);
      for (let count = 0; count < most && events.at(-1)?.cursor !== end; count += 1) await next();
    },
    async close(): Promise<void> {
      await stream.return?.();
    },
  };
}

async function cursorOf(postId: string): Promise<string> {
  const { post } = await api.data([PostCursorDocument, { postId }, AN_AUTHOR]);
  return post?.cursor ?? '';
}

/** All that is shown, without what it remembers of events. */
function shown({ seen: _, ...discussion }: Discussion) {
  return discussion;
}

/** A page that was read at some point of a history, and how to read it again. */
interface Split {
  readonly discussion: Discussion;
  readLater(): Promise<Discussion>;
}

/** Reads a page at this point. */
async function split(postId: string, { order, first, after, isGrowing }: Page): Promise<Split> {
  const edges = after === null ? [] : (await read(postId, { order, first: 100 })).comments.edges;
  const start = after === null ? undefined : edges[after % (edges.length || 1)];
  const from = { order, after: start?.cursor ?? null };
  const window = { order, first: isGrowing ? Infinity : first, startsAfter: start?.node };
  const post = await read(postId, { ...from, first });

  return {
    discussion: toDiscussion(post, window),
    async readLater() {
      if (!isGrowing) return toDiscussion(await read(postId, { ...from, first }), window);

      // A page that grows ends where it ended, or not at all.
      const all = toDiscussion(await read(postId, { ...from, first: 100 }), window);
      const { hasNextPage } = post.comments.pageInfo;
      const last = post.comments.edges.at(-1)?.node.id;
      const end = hasNextPage ? all.comments.findIndex(({ id }) => id === last) + 1 : 100;
      return { ...all, hasNextPage, comments: all.comments.slice(0, end) };
    },
  };
}

it('makes of a page, and of the events after its cursor, the page as it is read later', async () => {
  let cases = 0;

  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(page, deed), { minLength: 4, maxLength: 14, size: 'max' }), async (history) => {
      const { id: postId } = await aPost(api);
      const people = new History(postId);
      const stream = await follow(postId, await cursorOf(postId));
      const splits: Split[] = [];
      for (const [page, deed] of history) {
        splits.push(await split(postId, page));
        await people.do(deed);
        await stream.take(deed.delivered);
      }
      await stream.take(Infinity);
      await stream.close();
      const { events } = stream;

      for (const { discussion, readLater } of splits) {
        const original = structuredClone(discussion);
        const after = events.slice(events.findLastIndex(({ cursor }) => cursor === discussion.cursor) + 1);
        const live = after.reduce(applyEvent, discussion);

        expect(shown(live)).toEqual(shown(await readLater()));
        // Each of them again, and so every suffix of them, changes nothing.
        for (const event of after) expect(applyEvent(live, event)).toBe(live);
        expect(discussion).toEqual(original);
        cases += 1;
      }
    }),
    // Each attempt to shrink a history would write it anew.
    { numRuns: 20, endOnFailure: true },
  );

  expect(cases).toBeGreaterThan(100);
});
