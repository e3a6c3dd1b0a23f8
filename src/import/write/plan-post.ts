import { setImmediate as nextTurn } from 'node:timers/promises';
import { suffixed } from '../../text/slug.ts';
import type { ConvertibleComment, PostTexts, PreparedComment, PreparedPost } from '../prepared.ts';
import { findFree, isSlugTaken } from './free-names.ts';
import type { Connection } from '../../data/database/transaction.ts';
import type { ImportRun } from './import-run.ts';
import { countTags } from './count-tags.ts';
import { findComments, findPage, findPost } from './read-present.ts';

const CONVERTED_AT_ONCE = 50; // comments

/** What has to be written for one post. */
export interface PostPlan {
  readonly post: PreparedPost;
  /** The row that is there already, or what a new one will hold. */
  readonly target: { readonly postId: string } | { readonly texts: PostTexts };
  /** Those that are not there yet. */
  readonly comments: readonly PreparedComment[];
}

/** Finds out what of a post is new, counts it, and does all that takes time: no row is locked meanwhile. */
export async function planPost(run: ImportRun, post: PreparedPost): Promise<PostPlan> {
  const { source, tally } = run;
  const reader = readerOf(run);
  const postId = await findPresent(reader, { source, post });
  await countTags(run, { post, isNew: postId === null });
  if (postId === null) tally.take('posts');
  else tally.find('posts');
  const target = postId === null ? { texts: await chooseSlug(run, post.convert()) } : { postId };
  return { post, target, comments: await convertNew(run, { postId, all: post.comments }) };
}

function readerOf({ connection }: ImportRun): Connection {
  return connection.beside ?? connection.current;
}

/** A page may stand here although its comments do not: a reader has opened it. */
async function findPresent(
  reader: Connection,
  { source, post }: { readonly source: string; readonly post: PreparedPost },
): Promise<string | null> {
  if (post.page !== undefined) return await findPage(reader, post.page.key);
  return await findPost(reader, { source, externalId: post.externalId });
}

/** The address of a post is kept wherever it is free. */
async function chooseSlug(run: ImportRun, texts: PostTexts): Promise<PostTexts> {
  const { slugs, slugVariants, tally } = run;
  const reader = readerOf(run);
  const slug = await findFree(suffixed, {
    wished: texts.slug,
    given: slugVariants,
    isTaken: async (wanted) => slugs.has(wanted) || (await isSlugTaken(reader, wanted)),
  });
  slugs.add(slug);
  if (slug !== texts.slug) tally.note('posts whose slug was taken and got a number', { example: slug });
  return { ...texts, slug };
}

async function convertNew(
  run: ImportRun,
  { postId, all }: { readonly postId: string | null; readonly all: readonly ConvertibleComment[] },
): Promise<PreparedComment[]> {
  const { source, tally } = run;
  const unique = new Map(all.toReversed().map((comment) => [comment.externalId, comment]));
  const externalIds = [...unique.keys()];
  const present = postId === null ? new Set() : await findComments(readerOf(run), { source, postId, externalIds });
  const comments: PreparedComment[] = [];
  for (const [index, comment] of all.entries()) {
    // A service that imports has requests to answer meanwhile.
    if (index % CONVERTED_AT_ONCE === 0) await nextTurn();
    const { externalId, line } = comment;
    if (unique.get(externalId) !== comment) {
      tally.refuse('comments', 'with the id of an earlier one', { line, example: externalId });
      continue;
    }
    if (present.has(externalId)) continue;
    const parts = comment.convert();
    if (parts.length === 0) tally.skip('comments', 'without any text', { line });
    comments.push(...parts);
  }
  tally.find('comments', present.size);
  tally.take('comments', comments.filter(({ part }) => part === 0).length);
  return comments;
}
