// A block of posts with their discussions, made from its number alone: the same block each time, whatever the scale.
import { createRandom, type Random } from '../../../chaos/random.ts';
import { replySubject } from '../../../../src/text/reply-subject.ts';
import { growThread, type Thread } from './grow-thread.ts';
import { commentCounts, type Scale } from './scale.ts';
import { NEWEST, type AuthorRow, type Site } from './site.ts';
import { writeTitle, type StoredText } from './texts.ts';
import { timedId } from './timed-id.ts';

export interface PostRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly kicker: string | null;
  readonly text: StoredText;
  readonly author: AuthorRow;
  readonly publishedAt: Date;
  readonly tagIds: readonly string[];
  readonly comments: number;
  readonly topLevel: number;
}

export interface CommentRow {
  readonly id: string;
  readonly post: PostRow;
  readonly parent: CommentRow | null;
  readonly number: number;
  readonly path: readonly number[];
  readonly subject: string | null;
  readonly text: StoredText;
  readonly author: AuthorRow;
  readonly replies: number;
  readonly at: number;
}

export interface Block {
  readonly posts: readonly PostRow[];
  /** Of all posts, in the order in which they were written: the comments of a post lie among those of others. */
  readonly comments: readonly CommentRow[];
}

const BETWEEN_POSTS = 8 * 60 * 60 * 1_000; // 8 hours
const DISCUSSED_FOR = 5 * 24 * 60 * 60 * 1_000; // 5 days, most of it in the first

export function makeBlock(number: number, { scale, site }: { scale: Scale; site: Site }): Block {
  const random = createRandom(1_000 + number);
  const counts = random.shuffle(commentCounts(scale));
  const discussions = counts.map((count, place) => {
    const thread = growThread(count, random);
    const post = makePost(number * scale.posts + place, { site, random, thread });
    return { post, comments: writeComments(post, { site, random, thread }) };
  });
  return {
    posts: discussions.map(({ post }) => post),
    comments: discussions.flatMap(({ comments }) => comments).sort((a, b) => a.at - b.at || a.number - b.number),
  };
}

interface Making {
  readonly site: Site;
  readonly random: Random;
  readonly thread: Thread;
}

/** The newest post has number 0. */
function makePost(number: number, { site, random, thread }: Making): PostRow {
  const publishedAt = NEWEST - number * BETWEEN_POSTS;
  const tags = random.shuffle(Array.from({ length: 2 + Math.floor(random.next() * 4) }, () => random.pick(site.tags)));
  return {
    id: timedId(publishedAt, random),
    slug: `post-${number}`,
    title: writeTitle(random),
    kicker: random.next() < 0.5 ? writeTitle(random) : null,
    text: random.pick(site.articles),
    author: random.pick(site.authors),
    publishedAt: new Date(publishedAt),
    tagIds: [...new Set(tags.map(({ id }) => id))],
    comments: thread.parents.length - 1,
    topLevel: thread.replies[0] ?? 0,
  };
}

function writeComments(post: PostRow, { site, random, thread }: Making): CommentRow[] {
  const comments: CommentRow[] = [];
  for (let number = 1; number <= post.comments; number += 1) {
    const parent = comments[(thread.parents[number] ?? 0) - 1] ?? null;
    const ownSubject = parent === null && random.next() < 0.3 ? writeTitle(random) : null;
    const at = Math.floor(post.publishedAt.getTime() + DISCUSSED_FOR * (number / post.comments) ** 3);
    comments.push({
      id: timedId(at, random),
      post,
      parent,
      number,
      path: [...(parent?.path ?? []), number],
      subject: ownSubject ?? replySubject(parent?.subject ?? null),
      text: random.pick(site.remarks),
      author: random.pick(site.authors),
      replies: thread.replies[number] ?? 0,
      at,
    });
  }
  return comments;
}
