import type { ExportedPost } from './read/exported.ts';
import type { ImportRun } from './import-run.ts';
import { inTransaction } from './write/in-transaction.ts';
import { linkParents } from './write/link-parents.ts';
import { placeComments, type PlacedComment } from './write/place-comments.ts';
import { prepareImport, type PostImport } from './convert/prepare-import.ts';
import { lockDiscussion, NEW_DISCUSSION, readDiscussion, type Discussion } from './write/read-discussion.ts';
import { writeComments } from './write/write-comments.ts';
import { writePost } from './write/write-post.ts';

/**
 * Imports one post with its comments, in one transaction. A post that is there already stays as it is; only comments
 * that it lacks are added.
 */
export async function importPost(run: ImportRun, post: ExportedPost): Promise<void> {
  const prepared = await prepareImport(run, post);
  if ('postId' in prepared.target && prepared.comments.length === 0) return;

  if (run.isDryRun) await rehearse(run, prepared);
  else await inTransaction(run, (tally) => write({ ...run, tally }, prepared));
}

async function rehearse(run: ImportRun, prepared: PostImport): Promise<void> {
  const { target } = prepared;
  const key = { source: run.manifest.source };
  const discussion =
    'postId' in target ? await readDiscussion(run.client, { ...key, postId: target.postId }) : NEW_DISCUSSION;
  if (discussion !== null) place(run, { ...prepared, discussion });
}

async function write(run: ImportRun, { post, tags, target, comments }: PostImport): Promise<void> {
  const { client, authorIds, manifest } = run;
  const { source } = manifest;
  const postId =
    'postId' in target ? target.postId : await writePost(client, { post, tags, prepared: target.prepared, run });
  const discussion = await lockDiscussion(client, { postId, source });
  // The post was deleted a moment ago.
  if (discussion === null) return;

  const placed = place(run, { post, comments, discussion });
  if (placed.length > 0)
    await writeComments(client, { postId, source, comments: placed, seq: discussion.seq, authorIds });
}

/** Gives the new comments their parents and their numbers. */
function place(
  run: ImportRun,
  { post, comments, discussion }: Pick<PostImport, 'post' | 'comments'> & { readonly discussion: Discussion },
): PlacedComment[] {
  const { tally, maxReplyDepth } = run;
  const links = linkParents(comments, {
    parents: new Map(post.comments.map(({ id, parentId }) => [id, parentId])),
    isPresent: (externalId) => discussion.places.has(externalId),
    onMoved: (where) => tally.note(`replies to a comment that was not taken, moved ${where}`),
  });
  return placeComments(comments, {
    links,
    present: discussion.places,
    lastNumber: discussion.lastNumber,
    maxDepth: maxReplyDepth,
    onTooDeep: () => tally.note(`replies deeper than ${maxReplyDepth} levels, moved up`),
  });
}
