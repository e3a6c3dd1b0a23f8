import type { PostRow } from '../../data/reads/post-rows.ts';
import type { ServiceSession } from '../service-session.ts';

/** The version of the reactions to the comments of a post: as it was read with the post, before any counts, in a query. */
export function findReactionsVersion({ loaders }: ServiceSession, post: PostRow): number | Promise<number> {
  const { version } = post.discussion;
  return version ?? loaders.reactions.state.load(post.id).then((state) => state?.version ?? 0);
}
