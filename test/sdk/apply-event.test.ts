import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEvent } from '../../src/sdk/discussion/apply-event.ts';
import { toDiscussion, type Discussion, type DiscussionEvent } from '../../src/sdk/discussion/discussion.ts';
import {
  CommentsDocument,
  DeleteCommentDocument,
  DiscussionEventsDocument,
  EditCommentDocument,
  PinCommentDocument,
  PostCursorDocument,
  UpdatePostDocument,
  type CommentOrder,
  type CommentsQuery,
  type PinnedPlace,
  type UpdatePostInput,
} from '../../src/sdk/generated/operations.ts';
import { NOBODY } from '../../src/session/session.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, aPost, tryComment } from '../harness/fixtures.ts';
import { A_MODERATOR, DECIDE, moderate, mutate } from '../harness/moderation.ts';

const database = await openTestDatabase();
const api = openTestApi(database);
const holding = openTestApi(database, { premoderate: ['ALL'] });

const PEOPLE: readonly Identity[] = [anAccount('ada'), anAccount('grace'), aVoice('a guest'), AN_AUTHOR];

type Read = NonNullable<CommentsQuery['post']>;

/** One write of one person. `pick` chooses the comment that it is about. */
interface Action {
  readonly kind:
    | ('comment' | 'reply' | 'edit' | 'delete' | 'close' | 'open' | 'edit post' | 'publish' | 'unpublish')
    | ('hide' | 'restore' | 'lock' | 'unlock' | 'hold' | 'approve' | 'turn down')
    | ('pin first' | 'pin last' | 'unpin');
  readonly person: number;
  readonly pick: number;
  /** The number of events to read after it. The others are delivered late. */
  readonly delivered: number;
}

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Action['kind']>('comment') },
    { weight: 8, arbitrary: fc.constant<Action['kind']>('reply') },
    { weight: 4, arbitrary: fc.constantFrom<Action['kind']>('edit', 'delete') },
    { weight: 2, arbitrary: fc.constantFrom<Action['kind']>('close', 'open', 'edit post', 'publish', 'unpublish') },
    { weight: 4, arbitrary: fc.constantFrom<Action['kind']>('hide', 'restore', 'hold', 'approve') },
    { weight: 3, arbitrary: fc.constantFrom<Action['kind']>('pin first', 'pin last', 'unpin') },
    { weight: 2, arbitrary: fc.constantFrom<Action['kind']>('lock', 'unlock') },
    { weight: 1, arbitrary: fc.constant<Action['kind']>('turn down') },
  ),
  person: fc.nat({ max: PEOPLE.length - 1 }),
  pick: fc.nat({ max: 1_000 }),
  delivered: fc.nat({ max: 3 }),
});

/** The arguments of a page: from the beginning, or after one of the comments. */
interface Page {
  readonly order: CommentOrder;
  readonly first: number;
  readonly after: number | null;
  /** Whether the page grows with each new comment, instead of pushing its last one out. */
  readonly isGrowing: boolean;
}

const page: fc.Arbitrary<Page> = fc.record({
  order: fc.constantFrom('TIME', 'THREAD'),
  first: fc.nat({ max: 8 }),
  after: fc.option(fc.nat({ max: 1_000 })),
  isGrowing: fc.boolean(),
});

/** Somebody who reads a discussion, and follows it. */
interface Reader {
  readonly postId: string;
  readonly as: Identity;
}

class History {
  readonly #held: string[] = [];
  readonly #written: { id: string; person: number }[] = [];
  readonly #postId: string;
  #count = 0;

  constructor(postId: string) {
    this.#postId = postId;
  }

  async perform({ kind, person, pick }: Action): Promise<void> {
    const postId = this.#postId;
    const body = `Text ${String((this.#count += 1))}`;
    const other = this.#written[pick % this.#written.length];
    const owner = other === undefined ? undefined : PEOPLE[other.person];
    if (kind === 'comment') await this.#write({ postId, body }, person);
    if (kind === 'reply') await this.#write({ postId, body, ...(other ? { parentId: other.id } : {}) }, person);
    if (kind === 'edit' && other)
      await api.data([EditCommentDocument, { input: { commentId: other.id, body } }, owner]);
    if (kind === 'delete' && other) await api.data([DeleteCommentDocument, { input: { commentId: other.id } }, owner]);
    if (other && isModeration(kind)) await moderate(api, { commentId: other.id, action: ACTIONS[kind], reason: body });
    if (other && isPinning(kind)) await pin(other.id, PINS[kind]);
    if (kind === 'hold') await this.#hold({ postId, body }, person);
    const heldCommentId = this.#held[pick % this.#held.length];
    if ((kind === 'approve' || kind === 'turn down') && heldCommentId !== undefined) {
      await mutate(api, DECIDE, { input: { heldCommentId, approve: kind === 'approve' }, as: A_MODERATOR });
    }
    if (kind === 'close') await change(postId, { commentsOpen: false });
    if (kind === 'open') await change(postId, { commentsOpen: true });
    if (kind === 'edit post') await change(postId, { title: body });
    if (kind === 'publish') await change(postId, { publish: true });
    if (kind === 'unpublish') await change(postId, { publish: false });
  }

  async #hold(input: { postId: string; body: string }, person: number): Promise<void> {
    const answer = await tryComment(holding, input, PEOPLE[person]);
    if (answer.__typename === 'CommentHeldPayload') this.#held.push(answer.heldComment.id);
  }

  // A reply to a deleted comment and a comment on a closed discussion are refused: they change nothing.
  async #write(input: { postId: string; body: string }, person: number): Promise<void> {
    const answer = await tryComment(api, input, PEOPLE[person]);
    if (answer.__typename === 'CreateCommentPayload') this.#written.push({ id: answer.comment.id, person });
  }
}

const ACTIONS = { hide: 'HIDE', restore: 'RESTORE', lock: 'LOCK', unlock: 'UNLOCK' } as const;

const PINS = {
  'pin first': { as: 'FIRST_WORD', on: true },
  'pin last': { as: 'LAST_WORD', on: true },
  unpin: { as: 'FIRST_WORD', on: false },
} as const satisfies Partial<Record<Action['kind'], object>>;

function isPinning(kind: Action['kind']): kind is keyof typeof PINS {
  return kind in PINS;
}

function isModeration(kind: Action['kind']): kind is keyof typeof ACTIONS {
  return kind in ACTIONS;
}

async function pin(commentId: string, input: { readonly as: PinnedPlace; readonly on: boolean }): Promise<void> {
  await api.data([PinCommentDocument, { input: { commentId, ...input } }, A_MODERATOR]);
}

async function change(postId: string, input: Partial<UpdatePostInput>): Promise<void> {
  await api.data([UpdatePostDocument, { input: { postId, ...input } }, AN_AUTHOR]);
}

async function read(
  { postId, as }: Reader,
  { order, first, after = null }: { order: CommentOrder; first: number; after?: string | null },
): Promise<Read> {
  const { post } = await api.data([CommentsDocument, { post: { id: postId }, order, first, after }, as]);
  if (post === null) throw new Error(`Expected a post with the id ${postId}, and found none.`);
  return post;
}

/** Reads the events of a post up to the end of its log, and waits for no later one. */
async function follow(reader: Reader, after: string) {
  const { postId, as } = reader;
  const stream = await api.follow([DiscussionEventsDocument, { postId, after }, as]);
  const events: DiscussionEvent[] = [];
  const next = async (): Promise<void> => {
    const { value, done } = await stream.next();
    if (done !== true) events.push(value.discussionEvents);
  };
  return {
    events,
    async take(most: number): Promise<void> {
      const end = await cursorOf(reader);
      for (let count = 0; count < most && events.at(-1)?.cursor !== end; count += 1) await next();
    },
    async close(): Promise<void> {
      await stream.return?.();
    },
  };
}

async function cursorOf({ postId, as }: Reader): Promise<string> {
  const { post } = await api.data([PostCursorDocument, { postId }, as]);
  return post?.cursor ?? '';
}

/** The discussion without the cursors of its last events, which a page fetched later does not have. */
function shown({ seen: _, ...discussion }: Discussion) {
  return discussion;
}

/** A page that was fetched at one point of a history, and how to fetch it again. */
interface Split {
  readonly discussion: Discussion;
  readLater(): Promise<Discussion>;
}

/** Fetches a page at this point. */
async function split(reader: Reader, { order, first, after, isGrowing }: Page): Promise<Split> {
  const edges = after === null ? [] : (await read(reader, { order, first: 100 })).comments.edges;
  const start = after === null ? undefined : edges[after % (edges.length || 1)];
  const from = { order, after: start?.cursor ?? null };
  const window = { order, first: isGrowing ? Infinity : first, startsAfter: start?.node };
  const post = await read(reader, { ...from, first });

  return {
    discussion: toDiscussion(post, window),
    async readLater() {
      if (!isGrowing) return toDiscussion(await read(reader, { ...from, first }), window);

      // A growing page ends at the comment at which it ended, or at the end of the discussion.
      const all = toDiscussion(await read(reader, { ...from, first: 100 }), window);
      const { hasNextPage } = post.comments.pageInfo;
      const last = post.comments.edges.at(-1)?.node.id;
      const end = hasNextPage ? all.comments.findIndex(({ id }) => id === last) + 1 : 100;
      return { ...all, hasNextPage, comments: all.comments.slice(0, end) };
    },
  };
}

it.each([
  ['the author', AN_AUTHOR, 20],
  ['a reader', NOBODY, 10],
  ['a commenter', anAccount('ada'), 10],
  ['a moderator', A_MODERATOR, 10],
])(
  'makes for %s the page that is fetched later of a page and the events after its cursor',
  { timeout: 240_000 },
  async (_name, as, numRuns) => {
    let cases = 0;

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(page, action), { minLength: 4, maxLength: 14, size: 'max' }),
        async (history) => {
          const { id: postId } = await aPost(api);
          const people = new History(postId);
          const reader = { postId, as };
          const stream = await follow(reader, await cursorOf(reader));
          const splits: Split[] = [];
          for (const [page, action] of history) {
            // Nobody but its author and moderators reads on where a post is unpublished.
            if (action.kind === 'unpublish' && as !== AN_AUTHOR && as !== A_MODERATOR) continue;
            splits.push(await split(reader, page));
            await people.perform(action);
            await stream.take(action.delivered);
          }
          await stream.take(Infinity);
          await stream.close();
          const { events } = stream;

          for (const { discussion, readLater } of splits) {
            const original = structuredClone(discussion);
            const after = events.slice(events.findLastIndex(({ cursor }) => cursor === discussion.cursor) + 1);
            const live = after.reduce(applyEvent, discussion);

            expect(shown(live)).toEqual(shown(await readLater()));
            // Applying each of them again changes nothing.
            for (const event of after) expect(applyEvent(live, event)).toBe(live);
            expect(discussion).toEqual(original);
            cases += 1;
          }
        },
      ),
      // To shrink a history, each attempt would write it again.
      { numRuns, endOnFailure: true },
    );

    expect(cases).toBeGreaterThan(5 * numRuns);
  },
);

it('makes the page that is fetched later of each change of what is pinned, and of what is locked', async () => {
  const { id: postId } = await aPost(api);
  const reader = { postId, as: NOBODY };
  const [ada] = PEOPLE;
  const [first, second] = [await write(postId, ada), await write(postId, ada)];
  const { discussion, readLater } = await split(reader, { order: 'TIME', first: 10, after: null, isGrowing: false });
  const stream = await follow(reader, discussion.cursor);
  const actBy = (action: string) => async (commentId: string) =>
    await moderate(api, { commentId, action, reason: 'A reason' });
  const [hide, restore, lock, unlock] = [actBy('HIDE'), actBy('RESTORE'), actBy('LOCK'), actBy('UNLOCK')];
  const edit = async (commentId: string) =>
    await api.data([EditCommentDocument, { input: { commentId, body: 'Other words' } }, ada]);
  const steps = [
    () => pin(first, PINS['pin first']),
    () => pin(second, PINS['pin last']),
    ...[first, second].flatMap((id) => [() => edit(id), () => hide(id), () => restore(id)]),
    ...[() => lock(second), () => lock(first), () => unlock(second)],
    () => pin(first, PINS.unpin),
  ];
  let live = discussion;

  for (const [at, step] of steps.entries()) {
    const [former, { length }] = [live, stream.events];
    await step();
    await stream.take(Infinity);
    live = stream.events.slice(length).reduce(applyEvent, live);

    expect([at, live.cursor]).not.toEqual([at, former.cursor]);
    expect([at, shown(live)]).toEqual([at, shown(await readLater())]);
  }
  await stream.close();
});

async function write(postId: string, as: Identity | undefined): Promise<string> {
  const { comment } = await aComment(api, { postId }, as);
  return comment.id;
}
