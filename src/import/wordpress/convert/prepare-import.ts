import { suffixed } from '../../../text/slug.ts';
import { countTags } from './count-tags.ts';
import { decideComment } from '../read/decide-comment.ts';
import type { ExportedComment, ExportedPost } from '../read/exported.ts';
import { findFree } from '../write/find-free.ts';
import type { ImportRun } from '../import-run.ts';
import { prepareComment, type PreparedComment } from './prepare-comment.ts';
import { preparePost, type PreparedPost } from './prepare-post.ts';
import { isFiling, prepareTags, type PreparedTag } from './prepare-tags.ts';
import { findComments, findPost, isSlugTaken } from '../write/read-present.ts';

/** What has to be written for one post of an export. */
export interface PostImport {
  readonly post: ExportedPost;
  readonly tags: readonly PreparedTag[];
  /** The row that is there already, or what a new one will hold. */
  readonly target: { readonly postId: string } | { readonly prepared: PreparedPost };
  /** Those that are not there yet. */
  readonly comments: readonly PreparedComment[];
}

/** Finds out what is new of a post, counts it, and does all that takes time: no row is locked meanwhile. */
export async function prepareImport(run: ImportRun, post: ExportedPost): Promise<PostImport> {
  const { client, manifest, tally } = run;
  const tags = prepareTags(post.terms);
  await countTags(run, tags);

  const postId = await findPost(client, { source: manifest.source, externalId: post.id });
  if (postId === null) tally.take('posts');
  else tally.find('posts');
  const target = postId === null ? { prepared: await chooseSlug(run, preparePost(post, run)) } : { postId };
  return { post, tags: tags.filter(isFiling), target, comments: await prepareComments(run, post) };
}

/** The address of a post is kept wherever it is free. */
async function chooseSlug({ client, slugs, tally }: ImportRun, prepared: PreparedPost): Promise<PreparedPost> {
  const slug = await findFree(suffixed, {
    wished: prepared.slug,
    isTaken: async (wanted) => slugs.has(wanted) || (await isSlugTaken(client, wanted)),
  });
  slugs.add(slug);
  if (slug !== prepared.slug) tally.note('posts whose address was taken and got a number', { example: slug });
  return { ...prepared, slug };
}

async function prepareComments(run: ImportRun, post: ExportedPost): Promise<PreparedComment[]> {
  const { client, manifest, tally } = run;
  const kept = keepComments(post.comments, run);
  const present = await findComments(client, { source: manifest.source, externalIds: kept.map(({ id }) => id) });
  const comments = kept.flatMap((comment) => {
    if (present.has(comment.id)) return [];
    const parts = prepareComment(comment, run);
    if (parts.length === 0) tally.skip('comments', 'without any text');
    return parts;
  });
  tally.find('comments', present.size);
  tally.take('comments', comments.filter(({ part }) => part === 0).length);
  return comments;
}

function keepComments(comments: readonly ExportedComment[], { tally }: ImportRun): ExportedComment[] {
  const ids = new Set<string>();
  return comments.filter((comment) => {
    const reason = decideComment(comment) ?? (ids.has(comment.id) ? 'twice in the file' : null);
    if (reason !== null) tally.skip('comments', reason);
    ids.add(comment.id);
    return reason === null;
  });
}
