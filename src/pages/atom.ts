import type { CommenterView } from '../domain/views/comment-view.ts';
import type { DiscussionFeed, FeedEntry } from '../domain/views/read-discussion-feed.ts';
import type { Addresses } from '../config/addresses.ts';
import { collapseBlanks } from '../text/blank.ts';
import { isolate } from '../text/isolate.ts';
import { element, xmlDocument } from '../text/xml.ts';
import type { Xml } from '../text/xml.ts';
import { markOf } from './discussion/comment-html.ts';

/** A discussion as Atom (RFC 4287), each comment with its parent (RFC 4685). The same feed gives the same text. */
export function writeAtom({ post, entries, changedAt }: DiscussionFeed, addresses: Addresses): string {
  const url = addresses.ofPost(post);
  const feed = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xmlns:thr': 'http://purl.org/syndication/thread/1.0' },
    element('id', {}, urnOf(post.uuid)),
    element('title', {}, `Comments on “${isolate(post.title)}”`),
    element('updated', {}, changedAt.toISOString()),
    element('link', { rel: 'self', type: 'application/atom+xml', href: addresses.ofFeed(post.slug) }),
    element('link', { rel: 'alternate', type: 'text/html', href: url }),
    element('generator', {}, 'Colloquy'),
    ...entries.map((entry) => writeEntry(entry, { post, addresses })),
  );
  return xmlDocument(feed);
}

function writeEntry(
  { uuid, number, parent, commenter, subject, createdAt, editedAt, bodyHtml }: FeedEntry,
  { post, addresses }: { post: DiscussionFeed['post']; addresses: Addresses },
): Xml {
  const { slug, pageUrl, title } = post;
  const addressOf = (number: number) => addresses.ofComment({ slug, pageUrl, number });
  const name = nameOf(commenter);
  return element(
    'entry',
    {},
    element('id', {}, urnOf(uuid)),
    element('title', {}, subject ?? `${name} on “${isolate(title)}”`),
    element('published', {}, createdAt.toISOString()),
    element('updated', {}, (editedAt ?? createdAt).toISOString()),
    element('author', {}, element('name', {}, name), ...uriOf(commenter)),
    element('link', { rel: 'alternate', type: 'text/html', href: addressOf(number) }),
    element('thr:in-reply-to', {
      ref: urnOf(parent?.uuid ?? post.uuid),
      type: 'text/html',
      href: parent === null ? addresses.ofPost(post) : addressOf(parent.number),
    }),
    element('content', { type: 'html' }, bodyHtml),
  );
}

/** As the page writes it, “Ada (@ada)” and “Ada (guest)”: a reader of feeds shows the name and nothing else. */
function nameOf(commenter: CommenterView): string {
  const name = isolate(collapseBlanks(commenter.displayName)); // a run of blanks would push the mark out of sight
  const mark = markOf(commenter);
  return mark === '' ? name : `${name} (${mark})`;
}

/** Only an account has one, and it stays the same when the account's name changes. */
function uriOf({ account }: CommenterView): Xml[] {
  return account === null ? [] : [element('uri', {}, urnOf(account.uuid))];
}

function urnOf(uuid: string): string {
  return `urn:uuid:${uuid}`;
}
