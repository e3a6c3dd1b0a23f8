import type { CommentRow } from '../data/reads/comment-rows.ts';
import type { DiscussionFeed } from '../data/reads/feed.ts';
import type { Addresses } from '../config/addresses.ts';
import { element, xmlDocument } from '../text/xml.ts';
import type { Xml } from '../text/xml.ts';

export interface AtomOptions {
  readonly addresses: Addresses;
  /** What a guest who gave no name is called. */
  readonly guestName: string;
}

/** A discussion as Atom (RFC 4287), each comment with what it answers (RFC 4685). The same feed gives the same text. */
export function writeAtom({ post, comments, changedAt }: DiscussionFeed, options: AtomOptions): string {
  const { addresses } = options;
  const url = addresses.ofPost(post.slug);
  const feed = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:thr': 'http://purl.org/syndication/thread/1.0' },
    element('id', {}, urnOf(post.id)),
    element('title', {}, `Comments on “${post.title}”`),
    element('updated', {}, changedAt.toISOString()),
    element('link', { rel: 'self', type: 'application/atom+xml', href: addresses.ofFeed(post.slug) }),
    element('link', { rel: 'alternate', type: 'text/html', href: url }),
    element('generator', {}, 'Colloquy'),
    ...comments.map((comment) => writeEntry(comment, { ...options, post })),
  );
  return xmlDocument(feed);
}

function writeEntry(
  comment: CommentRow,
  { post: { id, slug, title }, addresses, guestName }: AtomOptions & Pick<DiscussionFeed, 'post'>,
): Xml {
  const { number, subject, createdAt, editedAt, bodyHtml, parentId } = comment;
  const name = comment.author?.displayName ?? comment.guestName ?? guestName;
  const answered = comment.path.at(-2);
  return element(
    'entry',
    {},
    element('id', {}, urnOf(comment.id)),
    element('title', {}, subject ?? `${name} on “${title}”`),
    element('published', {}, createdAt.toISOString()),
    element('updated', {}, (editedAt ?? createdAt).toISOString()),
    element('author', {}, element('name', {}, name)),
    element('link', { rel: 'alternate', type: 'text/html', href: addresses.ofComment({ slug, number }) }),
    element('thr:in-reply-to', {
      ref: urnOf(parentId ?? id),
      type: 'text/html',
      href: answered === undefined ? addresses.ofPost(slug) : addresses.ofComment({ slug, number: answered }),
    }),
    element('content', { type: 'html' }, bodyHtml),
  );
}

/** Stays wherever the service moves to. */
function urnOf(id: string): string {
  return `urn:uuid:${id}`;
}
