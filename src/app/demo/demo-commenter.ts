import { setTimeout as pause } from 'node:timers/promises';
import { deleteComment, editComment } from '../../domain/change-comment.ts';
import { createComment } from '../../domain/create-comment.ts';
import { DiscussionClosedError, ForbiddenError, NotFoundError } from '../../domain/errors.ts';
import { flagComment } from '../../domain/moderation/flag-comment.ts';
import { listQueue } from '../../domain/moderation/read-queue.ts';
import { findPost } from '../../domain/post.ts';
import { react } from '../../domain/reactions/react.ts';
import type { Services, ServiceSession } from '../../domain/service-session.ts';
import { listComments, WHOLE_COMMENTS } from '../../domain/thread.ts';
import { requireWhole } from '../../data/reads/comment-rows.ts';
import { encodeCursor } from '../../relay/cursor.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { BUS_COMPLAINTS } from './content/bus-actions.ts';
import { BUS_POSTSCRIPTS, BUS_REMARKS } from './content/bus-remarks.ts';
import { MODEL_POST } from './demo-content.ts';
import { createDemoSession } from './demo-session.ts';
import { chooseMove } from './choose-move.ts';
import type { DemoMove, OwnComment } from './choose-move.ts';
import { isBy } from './choose-remark.ts';

const FIRST_PAUSE = 8_000; // 8 seconds on average
const LONGEST_PAUSE = 300_000; // 5 minutes on average, reached after an hour
const GROWTH = 1.08; // of each pause over the one before
/** No replies are added to a discussion with this many places. */
const MOST_PLACES = 600;
/** No more comments are reported while this many wait for a moderator. */
const MOST_REPORTED = 3;
/** The number of newest comments from which one is chosen to answer. */
const NEWEST = 12;
const PAGE = 100;

type Post = NonNullable<Awaited<ReturnType<typeof findPost>>>;

interface DemoCommenterOptions {
  /** From 0 to below 1, as `Math.random`. */
  readonly random: () => number;
  readonly now: () => Date;
  /** Receives the error of a move that failed; the commenter continues. */
  readonly onError: (error: unknown) => void;
  /** Waits, or returns early when the signal is aborted. By default a wait does not keep the process alive. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** A running commenter: the regular readers of the demo, who keep the discussion going. */
interface DemoCommenter {
  /** Resolves when nothing more will be written. */
  stop(): Promise<void>;
}

export function startDemoCommenter(services: Services, options: DemoCommenterOptions): DemoCommenter {
  const stopped = new AbortController();
  const talk = talkInDemo(services, { ...options, signal: stopped.signal });
  return {
    async stop() {
      stopped.abort();
      await talk;
    },
  };
}

/**
 * Answers comments of the model discussion, edits and withdraws its own, reacts to others and now and then reports one, ever
 * more slowly, until the signal is aborted. All state is in the discussion itself, so that a restart repeats nothing.
 */
export async function talkInDemo(
  services: Services,
  {
    random,
    now,
    onError,
    signal,
    wait = waitDetached,
  }: DemoCommenterOptions & {
    readonly signal: AbortSignal;
  },
): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const average = Math.min(FIRST_PAUSE * GROWTH ** turn, LONGEST_PAUSE);
    await wait(average * (0.5 + random()), signal);
    if (signal.aborted) return;

    await makeMove(services, { random, at: now(), turn }).catch((error: unknown) => {
      if (!isRefused(error)) onError(error);
    });
  }
}

/** A moderator may have hidden the comment, locked its thread or muted the reader: that move is left out. */
function isRefused(error: unknown): boolean {
  return [DiscussionClosedError, ForbiddenError, NotFoundError].some((refusal) => error instanceof refusal);
}

async function waitDetached(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return await pause(milliseconds, null, { signal, ref: false }).catch(() => null);
}

async function makeMove(
  services: Services,
  { random, at, turn }: { random: () => number; at: Date; turn: number },
): Promise<void> {
  const reader = createDemoSession(services, { by: { guest: null }, at });
  const post = await findPost(reader, { slug: MODEL_POST.slug });
  if (!post?.discussion.isOpen) return;

  const { nodes } = await listComments(reader, { post, order: 'TIME', last: NEWEST, selection: WHOLE_COMMENTS });
  const state = {
    newest: nodes.map(requireWhole),
    own: await findOwn(reader, post),
    hasRoom: post.discussion.lastNumber < MOST_PLACES,
    mayReport: (await countReported(services, { post, at })) < MOST_REPORTED,
  };
  const lines = { remarks: BUS_REMARKS, postscripts: BUS_POSTSCRIPTS, complaints: BUS_COMPLAINTS };
  const move = chooseMove(state, { ...lines, reactions: services.config.reactions, turn, random });
  if (move !== null) await perform(services, { move, post, at });
}

/** How many reported comments of a post wait for a moderator. */
async function countReported(services: Services, { post, at }: { post: Post; at: Date }): Promise<number> {
  const moderator = createDemoSession(services, { by: 'mod', at });
  const postId = encodeGlobalId('Post', post.id);
  return await (await listQueue(moderator, { kind: 'FLAGGED', postId, first: 0 })).totalCount();
}

/** What the commenter has written since the demo was seeded, in this process or in an earlier one. */
async function findOwn(reader: ServiceSession, post: Post): Promise<OwnComment[]> {
  const own: OwnComment[] = [];
  let after: string | null = encodeCursor('TIME', { scope: post.id, key: [MODEL_POST.comments.length] });
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listComments>> = await listComments(reader, {
      post,
      order: 'TIME',
      first: PAGE,
      after,
      selection: WHOLE_COMMENTS,
    });
    for (const node of page.nodes.map(requireWhole)) {
      const remark = BUS_REMARKS.find((one) => isBy(node, one) && `${node.body}\n`.startsWith(`${one.body}\n`));
      if (remark === undefined) continue;
      const { id, status, body } = node;
      own.push({ id, remark, isPublished: status === 'PUBLISHED', isEdited: body !== remark.body });
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  }
  return own;
}

async function perform(
  services: Services,
  { move, post, at }: { move: DemoMove; post: Post; at: Date },
): Promise<void> {
  switch (move.kind) {
    case 'reply': {
      const { by, body } = move.remark;
      await createComment(createDemoSession(services, { by, at }), {
        postId: encodeGlobalId('Post', post.id),
        parentId: encodeGlobalId('Comment', move.to.id),
        guestName: typeof by === 'string' ? null : by.guest,
        body,
      });
      return;
    }
    case 'edit':
    case 'withdraw': {
      const session = createDemoSession(services, { by: move.comment.remark.by, at });
      const commentId = encodeGlobalId('Comment', move.comment.id);
      if (move.kind === 'edit') await editComment(session, { commentId, body: move.body });
      else await deleteComment(session, { commentId });
      return;
    }
    case 'react': {
      const { to, by, reaction: kind } = move;
      const session = createDemoSession(services, { by, at });
      const { identity, loaders } = session;
      // A reader who has reacted so already takes it back: in the end reactions come and go.
      const own = await loaders.reactions.own.load({ commentId: to.id, identity });
      await react(session, { commentId: encodeGlobalId('Comment', to.id), kind, on: !own.has(kind) });
      return;
    }
    case 'report': {
      const { by, ...complaint } = move.complaint;
      const commentId = encodeGlobalId('Comment', move.about.id);
      await flagComment(createDemoSession(services, { by, at }), { commentId, ...complaint });
    }
  }
}
