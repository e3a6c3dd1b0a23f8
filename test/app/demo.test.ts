import { beforeAll, describe, expect, it } from 'vitest';
import { MODEL_POST, DEMO_POSTS } from '../../src/app/demo/demo-content.ts';
import { startDemoCommenter, talkInDemo } from '../../src/app/demo/demo-commenter.ts';
import { createDemoSession } from '../../src/app/demo/demo-session.ts';
import { seedDemo } from '../../src/app/demo/seed-demo.ts';
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
  it('has all posts published, with their tags, in the days before', async () => {
    const posts = await prisma.post.findMany({ orderBy: { publishedAt: 'asc' }, include: { tags: true } });

    expect(posts.map(({ slug }) => slug)).toEqual(DEMO_POSTS.map(({ slug }) => slug));
    expect(posts.map(({ tags }) => tags.length)).toEqual(
      DEMO_POSTS.map(({ topics, companies }) => topics.length + companies.length),
    );
    for (const { publishedAt } of posts) expect(publishedAt?.getTime()).toBeLessThan(NOW.getTime());
  });

  it('has the model discussion as it is written, with what was withdrawn in its place', async () => {
    const { id, discussion } = await readModel();
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { number: 'asc' } });
    const withdrawn = MODEL_POST.comments.filter(({ isWithdrawn }) => isWithdrawn === true);

    expect(comments.map(({ number }) => number)).toEqual(MODEL_POST.comments.map(({ number }) => number));
    expect(comments.map(({ path }) => path.at(-2))).toEqual(MODEL_POST.comments.map(({ to }) => to));
    expect(comments.filter(({ status }) => status === 'DELETED').map(({ number }) => number)).toEqual(
      withdrawn.map(({ number }) => number),
    );
    expect(discussion.commentCount).toBe(comments.length - withdrawn.length);
    expect(comments.filter(({ editedAt }) => editedAt !== null)).toHaveLength(1);
  });

  it('has subjects that were given and subjects that follow from them', async () => {
    const { id } = await readModel();
    const subjects = await prisma.comment.findMany({ where: { postId: id, number: { in: [1, 2, 6, 7] } } });

    expect(Object.fromEntries(subjects.map(({ number, subject }) => [number, subject]))).toEqual({
      1: 'Thirty-one years on the 9',
      2: null,
      6: 'Re: Thirty-one years on the 9',
      7: 'Re: Thirty-one years on the 9',
    });
  });

  it('has a log in the order of time', async () => {
    const { id } = await readModel();
    const events = await prisma.event.findMany({ where: { postId: id }, orderBy: { seq: 'asc' } });
    const times = events.map(({ occurredAt }) => occurredAt.getTime());

    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('is not written a second time', async () => {
    const before = await prisma.comment.count();

    expect(await seedDemo(services, { now: NOW })).toBe(false);
    expect(await prisma.comment.count()).toBe(before);
  });
});

describe('a database of somebody’s own', async () => {
  const other = await openTestDatabase();

  it('gets no demo', async () => {
    await other.prisma.author.create({ data: { handle: 'ada', displayName: 'Ada' } });

    expect(await seedDemo({ ...services, database: other }, { now: NOW })).toBe(false);
    expect(await other.prisma.post.count()).toBe(0);
  });
});

describe('the demo commenter', () => {
  const options = {
    random: Math.random,
    now: () => NOW,
    onError,
    averagePause: 1,
    signal: new AbortController().signal,
  };

  it('answers the newest comments, so many and no more', async () => {
    const before = await readModel();

    await talkInDemo(services, { ...options, most: 5 });

    const { id, discussion } = await readModel();
    const added = await prisma.comment.findMany({
      where: { postId: id, number: { gt: before.discussion.lastNumber } },
      include: { parent: true },
    });
    expect(discussion.lastNumber).toBe(before.discussion.lastNumber + 5);
    for (const { parent } of added) expect(parent?.number).toBeGreaterThan(before.discussion.lastNumber - 12);
  });

  it('writes nothing once it was stopped', async () => {
    const { discussion } = await readModel();
    const commenter = startDemoCommenter(services, { ...options, averagePause: 60_000 });

    await commenter.stop();

    expect((await readModel()).discussion.seq).toBe(discussion.seq);
  });

  it('says nothing in a discussion that was closed', async () => {
    const { id } = await readModel();
    const ines = createDemoSession(services, { by: MODEL_POST.by, at: NOW });
    await updatePost(ines, { postId: encodeGlobalId('Post', id), commentsOpen: false });
    const { discussion } = await readModel();

    await talkInDemo(services, { ...options, most: 3 });

    expect((await readModel()).discussion.seq).toBe(discussion.seq);
  });
});
