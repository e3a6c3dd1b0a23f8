import { count } from '../../../text/count.ts';
import { ownCopy } from '../../xml/xml-node.ts';
import type { PostSign } from '../../prepared.ts';
import type { ExportedPost } from './exported.ts';
import { findCommentFault } from './skip-reasons.ts';

/** What the posts of an export tell of the whole. */
export interface Discoveries {
  addPost(post: ExportedPost): void;
  /** A post or page that is not imported, with its comments. */
  addSkipped(comments: number): void;
  /** The logins of the authors of what is imported. */
  readonly logins: ReadonlySet<string>;
  /** The numbers of the authors of what is imported. */
  readonly userIds: ReadonlySet<string>;
  /** Each post once. */
  readonly signs: readonly PostSign[];
  /** What somebody should know before anything is written. */
  warn(): string[];
}

const MAX_NAMED = 5;

export function createDiscoveries(): Discoveries {
  const logins = new Set<string>();
  const userIds = new Set<string>();
  const ids = new Set<string>();
  const repeated: string[] = [];
  const signs: PostSign[] = [];
  const skipped = { posts: 0, comments: 0 };
  return {
    logins,
    userIds,
    signs,
    addPost(post) {
      if (ids.has(post.id)) repeated.push(post.id);
      else signs.push({ externalId: ownCopy(post.id), publishedAt: post.publishedAt, slug: ownCopy(post.slug) });
      ids.add(ownCopy(post.id));
      logins.add(ownCopy(post.login));
      for (const comment of post.comments) {
        if (comment.userId !== null && findCommentFault(comment) === null) userIds.add(ownCopy(comment.userId));
      }
    },
    addSkipped(comments) {
      if (comments === 0) return;
      skipped.posts += 1;
      skipped.comments += comments;
    },
    warn: () => [
      ...(repeated.length === 0
        ? []
        : [
            `${count(repeated.length, 'post has', 'posts have')} the id of an earlier one (${nameSome(repeated)}); only the first of each is imported.`,
          ]),
      ...(skipped.comments === 0
        ? []
        : [
            `${count(skipped.comments, 'comment is', 'comments are')} skipped with ${count(skipped.posts, 'post or page', 'posts and pages')}.`,
          ]),
    ],
  };
}

function nameSome(ids: readonly string[]): string {
  return ids.slice(0, MAX_NAMED).join(', ') + (ids.length > MAX_NAMED ? ' …' : '');
}
