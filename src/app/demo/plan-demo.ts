import type { DemoAction, DemoComment, DemoPost, DemoReaction } from './demo-shapes.ts';

/** One action in the demo, with its time. */
export type DemoStep = { readonly at: Date; readonly post: DemoPost } & (
  | { readonly kind: 'publish' | 'close' }
  | { readonly kind: 'comment' | 'edit' | 'withdraw'; readonly comment: DemoComment }
  | { readonly kind: 'react'; readonly reaction: DemoReaction }
  | { readonly kind: 'act'; readonly action: DemoAction }
);

const SECOND = 1_000; // milliseconds
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The number of later comments before a comment is edited. */
const EDITED_AFTER = 5;

/** All actions of the demo before `now`, in the order of time; the same for the same `now`. */
export function planDemo(posts: readonly DemoPost[], now: Date): DemoStep[] {
  const base = Math.floor(now.getTime() / SECOND) * SECOND;
  return posts.flatMap((post) => planPost(post, base)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

function planPost(post: DemoPost, base: number): DemoStep[] {
  const publishedAt = base - post.hoursAgo * HOUR;
  const lastAt = base - post.lastCommentMinutesAgo * MINUTE;

  // Busy at first, then more and more slowly.
  const timeOf = (number: number) => {
    const share = Math.min(number / post.comments.length, 1) ** 1.5;
    return publishedAt + Math.round(((lastAt - publishedAt) * share) / SECOND) * SECOND;
  };

  const steps: DemoStep[] = [{ kind: 'publish', post, at: new Date(publishedAt) }];
  for (const comment of post.comments) {
    steps.push({ kind: 'comment', post, comment, at: new Date(timeOf(comment.number)) });
    if (comment.editedTo !== undefined) {
      steps.push({ kind: 'edit', post, comment, at: new Date(timeOf(comment.number + EDITED_AFTER) + SECOND) });
    }
    if (comment.isWithdrawn === true) {
      const lastReply = post.comments.findLast(({ to }) => to === comment.number) ?? comment;
      steps.push({ kind: 'withdraw', post, comment, at: new Date(timeOf(lastReply.number) + SECOND) });
    }
  }
  for (const action of post.actions ?? []) {
    steps.push({ kind: 'act', post, action, at: new Date(timeOf(action.after) + SECOND) });
  }
  for (const reaction of post.reactions ?? []) steps.push({ kind: 'react', post, reaction, at: new Date(lastAt) });
  if (post.isClosed === true) steps.push({ kind: 'close', post, at: new Date(lastAt + 2 * SECOND) });
  return steps;
}
