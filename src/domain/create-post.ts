import { randomInt } from 'node:crypto';
import { appendToLog } from '../data/log/log.ts';
import type { PostRow } from '../data/reads/post-rows.ts';
import { replaceTags } from '../data/reads/tag-rows.ts';
import { isUniqueViolation } from '../data/database/transaction.ts';
import { slugify, suffixed } from '../text/slug.ts';
import { requireRole } from './account.ts';
import { ConflictError, NotFoundError, requireValid, ValidationError } from './errors.ts';
import { checkClientMutationId, readMutationKey, requireSameInput } from './mutation-key.ts';
import type { MutationKey } from './mutation-key.ts';
import { checkPostTexts, toTags } from './post-input.ts';
import type { TagInput } from './post-input.ts';
import { renderPost, type RenderedPost } from './render-text.ts';
import type { ServiceSession } from './service-session.ts';
import { write } from './write.ts';
import type { Written } from './write.ts';

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
  const author = await requireRole(session, { role: 'AUTHOR', to: 'write posts' });
  requireValid([...checkPostTexts(input), ...checkClientMutationId(input.clientMutationId)]);
  const key = readMutationKey({ ...input });
  let text: RenderedPost | null = null;

  for (let attempt = 1; ; attempt += 1) {
    const earlier = await findEarlier(session, { authorId: author.id, key });
    const slug = input.slug ?? chooseSlug(input.title, attempt);
    try {
      const { postId } =
        earlier ??
        // Rendered once, however many slugs are tried.
        (await writePost(session, { input, authorId: author.id, slug, key, text: (text ??= renderPost(input.body)) }));
      const post = await session.loaders.post.load(postId);
      if (post === null) throw new NotFoundError('Post not found.');
      return post;
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
): Promise<Written | null> {
  if (key === null) return null;
  const earlier = await database.prisma.post.findFirst({
    where: { authorId, clientMutationId: key.clientMutationId },
    select: { id: true, clientMutationHash: true },
  });
  if (earlier === null) return null;

  requireSameInput(earlier, key);
  return { postId: earlier.id, seq: null };
}

async function writePost(
  session: ServiceSession,
  {
    input,
    authorId,
    slug,
    key,
    text,
  }: {
    input: CreatePostInput;
    authorId: string;
    slug: string;
    key: MutationKey | null;
    text: RenderedPost;
  },
): Promise<Written> {
  const now = session.now();
  const isPublished = input.publish === true;

  return await write(session, async (tx) => {
    const { id } = await tx.post.create({
      data: {
        ...text,
        ...key,
        slug,
        title: input.title,
        kicker: input.kicker ?? null,
        authorId,
        publishedAt: isPublished ? now : null,
        createdAt: now,
        updatedAt: now,
        discussion: { create: {} },
      },
      select: { id: true },
    });
    await replaceTags(tx, { postId: id, tags: toTags(input.tags ?? []) });
    if (!isPublished) return { postId: id, seq: null };

    return {
      postId: id,
      seq: await appendToLog(tx, { kind: 'POST_PUBLISHED', postId: id, actorId: authorId, occurredAt: now }),
    };
  });
}
