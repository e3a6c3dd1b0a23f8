import type { PreparedPost } from '../prepared.ts';
import type { ImportRun } from './import-run.ts';
import { skipWaitingTags } from './count-tags.ts';
import { createTally, type Tally } from '../report/tally.ts';
import { inTransaction } from './in-transaction.ts';
import { linkParents } from './link-parents.ts';
import { placeComments, type PlacedComment } from './place-comments.ts';
import { planPost, type PostPlan } from './plan-post.ts';
import { lockDiscussion, NEW_DISCUSSION, readDiscussion, type Discussion } from './read-discussion.ts';
import { tellVotes } from './tell-votes.ts';
import { writeComments } from './write-comments.ts';
import { writePost } from './write-post.ts';
import { writeVotes } from './write-votes.ts';

/**
 * Imports posts with their comments, each in one transaction. A post that is there already stays as it is; only comments
 * that it lacks are added. While the database writes a post, the next one is read and converted.
 *
 * @returns whether the end was reached. Once the signal is given, the post that is being written is the last.
 */
export async function importPosts(
  run: ImportRun,
  { posts, signal }: { readonly posts: AsyncIterable<PreparedPost>; readonly signal: AbortSignal },
): Promise<boolean> {
  let writing = Promise.resolve(createTally());
  try {
    for await (const post of posts) {
      if (signal.aborted) return false;
      if (run.connection.beside === null) await writing;
      const plan = await planPost(run, post);
      run.tally.add(await writing);
      writing = importPlanned({ ...run, tally: createTally(run.tally.file) }, plan);
      // Whoever waits for it is told.
      writing.catch(() => undefined);
    }
    return true;
  } finally {
    run.tally.add(await writing);
    skipWaitingTags(run);
  }
}

/** @returns the run's tally: what is counted while another post is read is added in the order of the posts. */
async function importPlanned(run: ImportRun, plan: PostPlan): Promise<Tally> {
  if ('postId' in plan.target && plan.comments.length === 0) return run.tally;
  if (run.isDryRun) await rehearse(run, plan);
  else await inTransaction(run, (tally) => write({ ...run, tally }, plan));
  return run.tally;
}

async function rehearse(run: ImportRun, plan: PostPlan): Promise<void> {
  const { connection, source } = run;
  const client = connection.current;
  const { target } = plan;
  const discussion =
    'postId' in target ? await readDiscussion(client, { source, postId: target.postId }) : NEW_DISCUSSION;
  if (discussion !== null) place(run, { plan, discussion });
}

async function write(run: ImportRun, plan: PostPlan): Promise<void> {
  const { connection, source, authorIds, voteKind } = run;
  const client = connection.current;
  const { post, target } = plan;
  const postId = 'postId' in target ? target.postId : await writePost(run, { post, texts: target.texts });
  const discussion = await lockDiscussion(client, { postId, source });
  // The post was deleted a moment ago.
  if (discussion === null) return;

  const comments = place(run, { plan, discussion });
  if (comments.length > 0) await writeComments(client, { postId, source, comments, seq: discussion.seq, authorIds });
  if (voteKind !== null) await writeVotes(client, { postId, comments, kind: voteKind, authorIds });
}

/** Gives the new comments their parents and their numbers. */
function place(
  run: ImportRun,
  { plan, discussion }: { readonly plan: PostPlan; readonly discussion: Discussion },
): PlacedComment[] {
  const { tally, maxReplyDepth } = run;
  tellVotes(run, plan.comments);
  const links = linkParents(plan.comments, {
    parents: plan.post.parents,
    isPresent: (externalId) => discussion.places.has(externalId),
    onMoved: (where) => tally.note(`replies to a skipped comment, moved to ${where}`),
  });
  return placeComments(plan.comments, {
    links,
    present: discussion.places,
    lastNumber: discussion.lastNumber,
    maxDepth: maxReplyDepth,
    onTooDeep: () => tally.note(`replies deeper than ${maxReplyDepth} levels, moved up`),
  });
}
