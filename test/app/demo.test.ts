import { beforeAll, describe, expect, it } from 'vitest';
import { BUS_ACTIONS, FLAGGED, PINNED } from '../../src/app/demo/content/bus-actions.ts';
import { BUS_REMARKS } from '../../src/app/demo/content/bus-remarks.ts';
import { MODEL_POST, DEMO_POSTS } from '../../src/app/demo/demo-content.ts';
import { startDemoCommenter, talkInDemo } from '../../src/app/demo/demo-commenter.ts';
import { createDemoSession } from '../../src/app/demo/demo-session.ts';
import { TEMPLATE_TIME } from '../../src/app/demo/move-demo.ts';
import { planDemo } from '../../src/app/demo/plan-demo.ts';
import type { DemoStep } from '../../src/app/demo/plan-demo.ts';
import { seedDemo } from '../../src/app/demo/seed-demo.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { muteCommenter } from '../../src/domain/moderation/mute-commenter.ts';
import { updatePost } from '../../src/domain/update-post.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import { createTestServices } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';

const NOW = new Date('2026-03-02T08:30:00.000Z');

const database = await openTestDatabase();
const { prisma } = database;
const onError = (error: unknown) => {
  throw error;
};
const services = createTestServices(database);

beforeAll(async () => {
  await seedDemo(services, { now: NOW });
});

const readModel = async () => {
  const post = await prisma.post.findUniqueOrThrow({ where: { slug: MODEL_POST.slug }, include: { discussion: true } });
  if (post.discussion === null) throw new Error('Expected a discussion.');
  return { ...post, discussion: post.discussion };
};

describe('the demo', () => {
  it('has all posts, with their tags, published in the last few days', async () => {
    const posts = await prisma.post.findMany({ orderBy: { publishedAt: 'asc' }, include: { tags: true } });

    expect(posts.map(({ slug }) => slug)).toEqual(DEMO_POSTS.map(({ slug }) => slug));
    expect(posts.map(({ tags }) => tags.length)).toEqual(
      DEMO_POSTS.map(({ topics, companies }) => topics.length + companies.length),
    );
    for (const { publishedAt } of posts) expect(publishedAt?.getTime()).toBeLessThan(NOW.getTime());
  });

  it('has the model discussion as written, with withdrawn comments in their places', async () => {
    const { id, discussion } = await readModel();
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { number: 'asc' } });
    const withdrawn = MODEL_POST.comments.filter(({ isWithdrawn }) => isWithdrawn === true);

    expect(comments.map(({ number }) => number)).toEqual(MODEL_POST.comments.map(({ number }) => number));
    expect(comments.map(({ path }) => path.at(-2))).toEqual(MODEL_POST.comments.map(({ to }) => to));
    expect(comments.filter(({ status }) => status === 'DELETED').map(({ number }) => number)).toEqual(
      withdrawn.map(({ number }) => number),
    );
    const hidden = comments.filter(({ status }) => status === 'HIDDEN');
    expect(discussion.commentCount).toBe(comments.length - withdrawn.length - hidden.length);
    expect(comments.filter(({ editedAt }) => editedAt !== null)).toHaveLength(1);
  });

  it('has reactions, by which its comments can be ordered', async () => {
    const { id } = await readModel();
    const scores = await prisma.commentScore.findMany({ where: { postId: id }, orderBy: { score: 'desc' } });

    expect(scores.reduce((sum, { score }) => sum + score, 0)).toBe(MODEL_POST.reactions?.length);
    expect(scores[0]?.score).toBeGreaterThan(scores.at(-1)?.score ?? 0);
  });

  it('has a reported comment and a held one that wait for a moderator, and nothing else', async () => {
    const waiting = await prisma.queueItem.findMany({
      where: { resolvedSeq: null },
      orderBy: { seq: 'asc' },
      include: {
        post: true,
        comment: { include: { flags: { orderBy: { id: 'asc' } } } },
        heldComment: { include: { author: true } },
      },
    });

    expect(waiting).toMatchObject([
      {
        post: { slug: MODEL_POST.slug },
        comment: {
          number: FLAGGED,
          status: 'PUBLISHED',
          flags: [
            { reason: 'OFF_TOPIC', resolvedAt: null, voiceHash: null },
            { reason: 'OTHER', resolvedAt: null, authorId: null },
          ],
        },
        heldComment: null,
      },
      {
        post: { slug: MODEL_POST.slug },
        comment: null,
        heldComment: { heldBecause: 'LINKS', status: 'HELD', author: { handle: 'ada' } },
      },
    ]);
  });

  it('has an audit log of what its moderator decided, with the reasons, in order of time', async () => {
    const entries = await prisma.auditEntry.findMany({
      orderBy: { occurredAt: 'asc' },
      include: { actor: true, flags: true },
    });

    expect(entries.map(({ action, actor }) => [action, actor?.handle])).toEqual([
      ['PIN', 'mod'],
      ['LOCK', 'mod'],
      ['HIDE', 'mod'],
      ['DISMISS_FLAGS', 'mod'],
      ['PIN', 'mod'],
    ]);
    expect(entries.flatMap(({ action, flags }) => flags.map(({ reason }) => [action, reason]))).toEqual([
      ['HIDE', 'SPAM'],
      ['DISMISS_FLAGS', 'ABUSE'],
    ]);
    const reasons = BUS_ACTIONS.flatMap((action) => (action.kind === 'moderate' ? [action.reason] : []));
    expect(entries.map(({ reason }) => reason)).toEqual(expect.arrayContaining(reasons));
  });

  it('has a hidden comment, a locked thread and a pinned first word', async () => {
    const { id, discussion } = await readModel();
    const hidden = await prisma.comment.findMany({ where: { postId: id, status: 'HIDDEN' } });
    const pinned = await prisma.comment.findUniqueOrThrow({ where: { id: discussion.firstWordId ?? '' } });

    expect(hidden.map(({ number }) => number)).toEqual([37]);
    expect(hidden.map(({ replyCount }) => replyCount)).not.toContain(0);
    expect(discussion.locked).toEqual([20]);
    expect(pinned.number).toBe(PINNED);
  });

  it('has counters that are right', async () => {
    expect(await findDifferences(database.pool)).toEqual([]);
  });

  it('has given subjects, and subjects derived from them', async () => {
    const { id } = await readModel();
    const subjects = await prisma.comment.findMany({ where: { postId: id, number: { in: [1, 2, 6, 7] } } });

    expect(Object.fromEntries(subjects.map(({ number, subject }) => [number, subject]))).toEqual({
      1: 'Thirty-one years on the 9',
      2: null,
      6: 'Re: Thirty-one years on the 9',
      7: 'Re: Thirty-one years on the 9',
    });
  });

  it('has a log in order of time', async () => {
    const { id } = await readModel();
    const events = await prisma.event.findMany({ where: { postId: id }, orderBy: { seq: 'asc' } });
    const times = events.map(({ occurredAt }) => occurredAt.getTime());

    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is written only once', async () => {
    const before = await prisma.comment.count();

    expect(await seedDemo(services, { now: NOW })).toBe(false);
    expect(await prisma.comment.count()).toBe(before);
  });
});

describe('a database with data', async () => {
  const other = await openTestDatabase();

  it('gets no demo', async () => {
    await other.prisma.author.create({ data: { handle: 'ada', displayName: 'Ada' } });

    expect(await seedDemo({ ...services, database: other }, { now: NOW })).toBe(false);
    expect(await other.prisma.post.count()).toBe(0);
  });
});

describe('a copy of the template', async () => {
  const copy = await openTestDatabase();
  const copied = createTestServices(copy);
  const readTimes = async () => {
    const { comment, heldComment, flag, auditEntry, moderationEvent } = copy.prisma;
    const comments = await comment.findMany({ orderBy: [{ postId: 'asc' }, { number: 'asc' }] });
    const held = await heldComment.findMany({ orderBy: { id: 'asc' } });
    const flags = await flag.findMany({ orderBy: { id: 'asc' } });
    const entries = await auditEntry.findMany({ orderBy: { id: 'asc' } });
    const events = await moderationEvent.findMany({ orderBy: { seq: 'asc' } });
    return [
      ...comments.map(({ createdAt, editedAt, deletedAt }) => [createdAt, editedAt, deletedAt]),
      ...[...held, ...flags].map(({ createdAt }) => [createdAt]),
      ...flags.map(({ resolvedAt }) => [resolvedAt]),
      ...[...entries, ...events].map(({ occurredAt }) => [occurredAt]),
    ];
  };

  it('has its demo moved to the days before the start, once', async () => {
    await seedDemo(copied, { now: TEMPLATE_TIME });
    const before = await readTimes();
    const span = NOW.getTime() - TEMPLATE_TIME.getTime();

    expect(await seedDemo(copied, { now: NOW })).toBe(true);

    const after = await readTimes();
    expect(after).toEqual(before.map((times) => times.map((time) => time && new Date(time.getTime() + span))));
    expect(await seedDemo(copied, { now: new Date() })).toBe(false);
    expect(await readTimes()).toEqual(after);
  });

  it('has posts and a log of the times that the plan gives them, written just now', async () => {
    const events = await copy.prisma.event.findMany({ select: { occurredAt: true, writtenAt: true } });
    const posts = await copy.prisma.post.findMany({ select: { publishedAt: true } });
    const plan = planDemo(DEMO_POSTS, NOW).filter((step) => isEvent(step));
    const inOrder = (times: (Date | null)[]) => times.map((time) => time?.getTime()).sort();

    // With a comment that is hidden goes the subject that its reply has of it.
    const quoted = plan.filter(
      (step) => step.kind === 'act' && step.action.kind === 'moderate' && step.action.action === 'HIDE',
    );
    expect(quoted).toHaveLength(1);
    const told = [...plan, ...quoted].map(({ at }) => at);
    expect(inOrder(events.map(({ occurredAt }) => occurredAt))).toEqual(inOrder(told));
    expect(inOrder(posts.map(({ publishedAt }) => publishedAt))).toEqual(
      inOrder(plan.filter(({ kind }) => kind === 'publish').map(({ at }) => at)),
    );
    for (const { writtenAt } of events) expect(Math.abs(Date.now() - writtenAt.getTime())).toBeLessThan(60_000);
  });
});

/** Reactions, reports and what is held are no events of their post. */
function isEvent(step: DemoStep): boolean {
  if (step.kind !== 'act') return step.kind !== 'react';
  const { action } = step;
  return action.kind === 'pin' || (action.kind === 'moderate' && action.action !== 'DISMISS_FLAGS');
}

describe('the demo commenter', () => {
  it('answers the newest comments, reacts to them and reports one, and changes only its own', async () => {
    const before = await readModel();

    const { reactions, reported } = await countAsides();

    await talk({ moves: 10 });

    const { id, discussion } = await readModel();
    const events = await prisma.event.findMany({ where: { postId: id, seq: { gt: before.discussion.seq } } });
    const added = await prisma.comment.findMany({
      where: { postId: id, number: { gt: before.discussion.lastNumber } },
      include: { parent: true },
    });
    expect(events.map(({ kind }) => kind).toSorted()).toEqual([
      ...['COMMENT_ADDED', 'COMMENT_ADDED', 'COMMENT_ADDED', 'COMMENT_ADDED'],
      ...['COMMENT_EDITED', 'COMMENT_WITHDRAWN'],
    ]);
    expect(discussion.lastNumber).toBe(before.discussion.lastNumber + 4);
    for (const { parent } of added) expect(parent?.number).toBeGreaterThan(before.discussion.lastNumber - 12);
    for (const { commentId } of events) expect(added.map((comment) => comment.id)).toContain(commentId);
    expect(await countAsides()).toEqual({ reactions: reactions + 3, reported: reported + 1 });
  });

  it('repeats no remark after a restart', async () => {
    await talk({ moves: 10 });

    const { id } = await readModel();
    const own = await prisma.comment.findMany({ where: { postId: id, number: { gt: MODEL_POST.comments.length } } });
    const remarks = own.map(({ body }) => BUS_REMARKS.find((remark) => body.startsWith(remark.body))?.body);
    expect(own.length).toBeGreaterThanOrEqual(8);
    expect(new Set(remarks).size).toBe(own.length);
  });

  it('reports no more than a few comments that wait at a time', async () => {
    await talk({ moves: 60 });

    expect((await countAsides()).reported).toBe(3);
    expect(await findDifferences(database.pool)).toEqual([]);
  });

  it('lengthens its pauses, up to minutes', async () => {
    const pauses: number[] = [];
    const ines = createDemoSession(services, { by: MODEL_POST.by, at: NOW });
    const postId = encodeGlobalId('Post', (await readModel()).id);
    await updatePost(ines, { postId, commentsOpen: false });

    await talk({ moves: 60, random: () => 0.5, onWait: (milliseconds) => pauses.push(milliseconds) });

    await updatePost(ines, { postId, commentsOpen: true });
    expect(pauses[0]).toBe(8_000);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBe(300_000);
  });

  it('writes nothing after it was stopped', async () => {
    const { discussion } = await readModel();
    const commenter = startDemoCommenter(services, { random: Math.random, now: () => NOW, onError });

    await commenter.stop();

    expect((await readModel()).discussion.seq).toBe(discussion.seq);
  });

  it('writes nothing in a closed discussion', async () => {
    const { id } = await readModel();
    const ines = createDemoSession(services, { by: MODEL_POST.by, at: NOW });
    await updatePost(ines, { postId: encodeGlobalId('Post', id), commentsOpen: false });
    const { discussion } = await readModel();

    await talk({ moves: 3 });

    expect((await readModel()).discussion.seq).toBe(discussion.seq);
  });

  it('goes on where a moderator has muted its readers', async () => {
    const { id, discussion } = await readModel();
    const ines = createDemoSession(services, { by: MODEL_POST.by, at: NOW });
    await updatePost(ines, { postId: encodeGlobalId('Post', id), commentsOpen: true });
    const comments = await prisma.comment.findMany({ where: { postId: id }, distinct: ['authorId', 'voiceHash'] });
    const moderator = createDemoSession(services, { by: 'mod', at: NOW });
    for (const comment of comments) {
      await muteCommenter(moderator, { commentId: encodeGlobalId('Comment', comment.id), reason: 'A day off.' });
    }

    await talk({ moves: 10 });

    expect((await readModel()).discussion.lastNumber).toBe(discussion.lastNumber);
  });
});

/** What the commenter leaves besides comments: reactions, and reported comments that wait. */
async function countAsides() {
  const reported = { resolvedSeq: null, commentId: { not: null } };
  return { reactions: await prisma.reaction.count(), reported: await prisma.queueItem.count({ where: reported }) };
}

/** Lets the commenter make a number of moves, without pauses. */
async function talk({
  moves,
  random = randomFrom(7),
  onWait = () => undefined,
}: {
  moves: number;
  random?: () => number;
  onWait?: (milliseconds: number) => void;
}): Promise<void> {
  const ended = new AbortController();
  let waits = 0;
  const wait = (milliseconds: number) => {
    if (waits === moves) ended.abort();
    else onWait(milliseconds);
    waits += 1;
    return Promise.resolve();
  };
  await talkInDemo(services, { random, now: () => NOW, onError, wait, signal: ended.signal });
}

/** The same fractions in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
