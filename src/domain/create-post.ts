import { randomInt } from 'node:crypto';
import { appendToLog } from '../data/log/log.ts';
import { newId } from '../data/database/new-id.ts';
import type { AuthorRow } from '../data/reads/author-rows.ts';
import { readPostIn } from '../data/reads/post-rows.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { replaceTags } from '../data/reads/tag-rows.ts';
import { isUniqueViolation } from '../data/database/transaction.ts';
import { slugify, suffixed } from '../text/slug.ts';
import { ConflictError, NotFoundError, requireValid, ValidationError } from './errors.ts';
import { checkClientMutationId, readMutationKey, requireSameInput } from './writing/mutation-key.ts';
import type { MutationKey } from './writing/mutation-key.ts';
import { checkPostTexts, toTags } from './post-input.ts';
import type { TagInput } from './post-input.ts';
import { rememberPost } from './writing/remember.ts';
import { renderPost, type RenderedPost } from './writing/render-text.ts';
import { requireNotMuted } from './moderation/muted.ts';
import { requireAccount } from './permission.ts';
import type { ServiceSession } from './service-session.ts';
import { write } from './writing/write.ts';

const SUFFIXES = 8; // tried in their order; then one by chance, for a title that comes every week

/** The input of a new post. */
interface CreatePostInput {
  readonly title: string;
  readonly body: string;
  readonly kicker?: string | null | undefined;
  /** Derived from the title if absent, with a suffix if that is taken. */
  readonly slug?: string | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
  /** False by default: a draft, which only its author and moderators see. */
  readonly publish?: boolean | null | undefined;
  readonly clientMutationId?: string | null | undefined;
}

/** Writes a post with an empty, open discussion. The same input under the same `clientMutationId` gives the first again. */
export async function createPost(session: ServiceSession, input: CreatePostInput): Promise<PostRow> {
  const author = await requireAccount(session, 'createPost');
  await requireNotMuted(session, author);
  requireValid([...checkPostTexts(input), ...checkClientMutationId(input.clientMutationId)]);
  const key = readMutationKey({ ...input });
  let text: RenderedPost | null = null;

  for (let attempt = 1; ; attempt += 1) {
    const earlier = await findEarlier(session, { authorId: author.id, key });
    if (earlier !== null) return await requirePost(session, earlier);

    const slug = input.slug ?? chooseSlug(input.title, attempt);
    try {
      text ??= await renderPost(session, input); // once, however many slugs are tried
      return await writePost(session, { input, author, slug, key, text });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }

    const isTaken = (await session.database.prisma.post.count({ where: { slug } })) > 0;
    if (
      isTaken &&
      typeof input.slug === 'string' &&
      (await findEarlier(session, { authorId: author.id, key })) === null
    ) {
      throw new ValidationError([{ path: ['slug'], message: `Expected an unused slug; "${slug}" is taken.` }]);
    }
    if (attempt > SUFFIXES + 1)
      throw new ConflictError('Other posts with the same title are being written; try again.');
  }
}

function chooseSlug(title: string, attempt: number): string {
  return suffixed(slugify(title), attempt <= SUFFIXES ? attempt : randomInt(10_000, 1_000_000));
}

async function findEarlier(
  { database }: ServiceSession,
  { authorId, key }: { authorId: string; key: MutationKey | null },
): Promise<string | null> {
  if (key === null) return null;
  const earlier = await database.prisma.post.findFirst({
    where: { authorId, clientMutationId: key.clientMutationId },
    select: { id: true, clientMutationHash: true },
  });
  if (earlier === null) return null;

  requireSameInput(earlier, key);
  return earlier.id;
}

async function requirePost({ loaders }: ServiceSession, id: string): Promise<PostRow> {
  const post = await loaders.post.load(id);
  if (post === null) throw new NotFoundError('Post not found.');
  return post;
}

interface NewPost {
  readonly input: CreatePostInput;
  readonly author: AuthorRow;
  readonly slug: string;
  readonly key: MutationKey | null;
  readonly text: RenderedPost;
}

async function writePost(session: ServiceSession, { input, author, slug, key, text }: NewPost): Promise<PostRow> {
  const id = newId();
  const now = session.now();
  const isPublished = input.publish === true;

  const { post, tags } = await write(session, async (tx, { mayBeDone }) => {
    const stored = mayBeDone ? await readPostIn(tx, id) : null;
    if (stored !== null) return { post: stored, tags: null, postId: id, seq: stored.discussion.seq };

    await tx.post.create({
      data: {
        ...text,
        ...key,
        id,
        slug,
        title: input.title,
        kicker: input.kicker ?? null,
        authorId: author.id,
        publishedAt: isPublished ? now : null,
        createdAt: now,
        updatedAt: now,
        discussion: { create: {} },
      },
      select: { id: true },
    });
    const tags = await replaceTags(tx, { postId: id, tags: toTags(input.tags ?? []) });
    if (isPublished) {
      await appendToLog(tx, { kind: 'POST_PUBLISHED', postId: id, actorId: author.id, occurredAt: now });
    }
    const post = await readPostIn(tx, id);
    if (post === null) throw new Error(`The new post ${id} cannot be read.`);
    return { post, tags, postId: id, seq: isPublished ? post.discussion.seq : null };
  });
  return rememberPost(session, { post, author, tags });
}
