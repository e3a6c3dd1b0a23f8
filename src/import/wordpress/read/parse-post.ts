import { decodeAddress } from '../../../text/address/page-address.ts';
import { clip } from '../../fields/clip.ts';
import { identifyBySaying } from '../../fields/identify.ts';
import type { Tally } from '../../report/tally.ts';
import { findChild, findChildren, readChild, type XmlNode } from '../../xml/xml-node.ts';
import type { ExportedComment, ExportedPost, ExportedTerm } from './exported.ts';
import { findId, parseFeedDate, readDate } from './parse-fields.ts';
import type { BlogClock } from './blog-clock.ts';

interface Context {
  readonly clock: BlogClock;
  /** Counts what is faulty. */
  readonly tally: Tally;
}

/** An item that is a post, with its comments. Null for one that cannot be told from others, or placed: it is counted. */
export function parsePost(item: XmlNode, context: Context): ExportedPost | null {
  const { tally } = context;
  tellTwice(item, tally);
  const title = readChild(item, 'title');
  const example = clip(title);
  const id = findId(readChild(item, 'wp:post_id'));
  if (id === null) {
    tally.refuse('posts', 'without an id', { line: item.line, example });
    return null;
  }
  const publishedAt = findDate(item, { names: ['wp:post_date_gmt', 'wp:post_date'], ...context });
  if (publishedAt === null) {
    tally.refuse('posts', 'without a date', { line: item.line, example });
    return null;
  }
  const updatedAt = findDate(item, { names: ['wp:post_modified_gmt', 'wp:post_modified'], ...context });

  return {
    id,
    line: item.line,
    title,
    address: readChild(item, 'link').trim(),
    slug: readSlug(readChild(item, 'wp:post_name')),
    login: readChild(item, 'dc:creator').trim(),
    content: readChild(item, 'content:encoded'),
    excerpt: readChild(item, 'excerpt:encoded'),
    publishedAt,
    updatedAt: updatedAt !== null && updatedAt > publishedAt ? updatedAt : publishedAt,
    isOpen: readChild(item, 'wp:comment_status').trim() === 'open',
    terms: parseTerms(item),
    comments: findChildren(item, 'wp:comment').map((comment) => parseComment(comment, { ...context, publishedAt })),
  };
}

/** The categories and tags of an item. */
export function parseTerms(item: XmlNode): ExportedTerm[] {
  return item.children.flatMap(parseTerm);
}

function parseTerm(node: XmlNode): ExportedTerm[] {
  const { domain, nicename } = node.attributes;
  if (node.name !== 'category' || (domain !== 'category' && domain !== 'post_tag')) return [];
  return [{ slug: readSlug(nicename ?? ''), label: node.text }];
}

const MANY = new Set(['category', 'wp:comment']);

/** Of what an item or a comment has once, the first is taken. */
function tellTwice({ children }: XmlNode, tally: Tally): void {
  const names = new Set<string>();
  for (const { name, line } of children) {
    if (names.has(name) && !MANY.has(name))
      tally.mend({ line, message: `elements that stand there already: <${name}>` });
    names.add(name);
  }
}

function parseComment(node: XmlNode, context: Context & { readonly publishedAt: Date }): ExportedComment {
  tellTwice(node, context.tally);
  const comment = {
    line: node.line,
    parentId: readParent(node, context.tally),
    userId: findId(readChild(node, 'wp:comment_user_id')),
    authorName: readChild(node, 'wp:comment_author'),
    content: readChild(node, 'wp:comment_content'),
    approved: readChild(node, 'wp:comment_approved').trim(),
    type: readChild(node, 'wp:comment_type').trim(),
  };
  const found = findDate(node, { names: ['wp:comment_date_gmt', 'wp:comment_date'], ...context });
  const id = findId(readChild(node, 'wp:comment_id'));
  if (id === null)
    context.tally.mend({ line: node.line, message: 'comments without an id, told apart by what they say' });
  if (found === null) context.tally.note('comments without a date, placed at that of their post', { line: node.line });
  return {
    ...comment,
    id: id ?? identifyBySaying(found, comment.authorName, comment.content),
    writtenAt: found ?? context.publishedAt,
  };
}

/** WordPress has 0 for a comment that replies to the post. */
function readParent(node: XmlNode, tally: Tally): string | null {
  const field = findChild(node, 'wp:comment_parent');
  const id = findId(field?.text);
  if (field !== undefined && id === null && !/^\s*0*\s*$/.test(field.text))
    tally.mend({
      ...{ line: field.line, example: clip(field.text) },
      message: 'replies to a comment whose id is none, moved to the top level',
    });
  return id;
}

interface Sought extends Context {
  /** The field in UTC, and the one by the clock of the blog. */
  readonly names: readonly [string, string];
}

/** The first date that is one; null where there is none. What is written there and is no date is counted. */
function findDate(node: XmlNode, { names: [utc, local], clock, tally }: Sought): Date | null {
  const exact = readDate(node, utc);
  const own = exact.date === null ? readDate(node, local) : { date: null, isFaulty: false };
  for (const [name, { isFaulty }] of [[utc, exact] as const, [local, own] as const]) {
    const field = findChild(node, name);
    if (isFaulty && field) tally.mend({ line: field.line, message: 'dates that are none', example: clip(field.text) });
  }
  if (exact.date !== null) return exact.date;
  if (own.date !== null) {
    if (!clock.isKnown) tally.note('times of an unknown zone, read as UTC', { line: node.line });
    return clock.place(own.date);
  }
  return node.name === 'item' ? parseFeedDate(readChild(node, 'pubDate')) : null;
}

/** WordPress stores slugs in scripts other than Latin percent-encoded. */
function readSlug(slug: string): string {
  return decodeAddress(slug.trim());
}
