import type { Pool, PoolClient } from 'pg';
import type { Addresses } from '../config/addresses.ts';
import { inSnapshot, readLines } from '../data/archive/read-lines.ts';
import {
  addressOfPost,
  countLeftOut,
  selectPostsWithComments,
  selectUsedTags,
  selectWriters,
} from '../data/archive/reader-sql.ts';
import type { ReaderSelection } from '../data/archive/reader-sql.ts';
import { element, htmlElement } from '../text/xml.ts';
import { commentHtml, textToHtml } from './comment-html.ts';
import { discussionLine, tagLine, writerLine } from './reader-lines.ts';
import type { CommentLine, PostLine } from './reader-lines.ts';

/** A post of WordPress needs a text and an author, which pages that somebody else publishes seldom have here. */
const WHERE = 'p.body IS NOT NULL AND p.author_id IS NOT NULL';

/** Keeps the place of a withdrawn comment, for which WordPress has no status. As the renderer writes it. */
const WITHDRAWN = '<p dir="auto"><em>This comment was withdrawn.</em></p>';

const OPENING = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
`;

interface WordPressOptions {
  readonly addresses: Pick<Addresses, 'service' | 'ofAnySlug'>;
  /** Called with the number of discussions that stay behind. */
  readonly onLeftOut: (discussions: number) => void;
}

/** What readers see, as of one moment, as WordPress exports a site (WXR 1.2), in pieces. */
export async function* exportWordPress(pool: Pool, options: WordPressOptions): AsyncGenerator<string> {
  for await (const parts of inSnapshot(pool, (client) => writeChannel(client, options))) yield parts.join('');
}

async function* writeChannel(client: PoolClient, { addresses, onLeftOut }: WordPressOptions): AsyncGenerator<string[]> {
  const { service: site, ofAnySlug } = addresses;
  const selection: ReaderSelection = { address: addressOfPost(client, ofAnySlug), where: WHERE, hasWithdrawn: false };
  onLeftOut(await countLeftOut(client, selection));
  yield [OPENING, ...lines(element('title', {}, new URL(site).host), element('link', {}, site))];
  yield lines(texts('wp', { wxr_version: '1.2', base_site_url: site, base_blog_url: site }));
  for await (const rows of readLines(client, selectWriters(selection))) yield rows.flatMap(writeAuthor);
  for await (const rows of readLines(client, selectUsedTags(selection))) yield rows.flatMap(writeTag);
  let posts = 0;
  for await (const rows of readLines(client, selectPostsWithComments(selection))) {
    yield rows.flatMap((row) => {
      const line = discussionLine.parse(JSON.parse(row));
      if (line.type === 'comment') return writeComment(line);
      posts += 1;
      return [posts > 1 ? '</item>\n' : '', '<item>\n', ...writePost(line)];
    });
  }
  yield [posts > 0 ? '</item>\n' : '', '</channel>\n</rss>\n'];
}

function writeAuthor(row: string): string[] {
  const { number, handle, name } = writerLine.parse(JSON.parse(row));
  const fields = texts('wp', { author_id: String(number), author_login: handle });
  return lines(element('wp:author', {}, fields, htmlElement('wp:author_display_name', textToHtml(name))));
}

function writeTag(row: string): string[] {
  const { number, slug, label } = tagLine.parse(JSON.parse(row));
  const fields = texts('wp', { term_id: String(number), tag_slug: slug });
  return lines(element('wp:tag', {}, fields, htmlElement('wp:tag_name', textToHtml(label))));
}

function writePost(post: PostLine): string[] {
  return lines(
    htmlElement('title', textToHtml(post.title)),
    element('link', {}, post.address),
    element('dc:creator', {}, post.login ?? ''),
    // A bracket might open a shortcode there.
    htmlElement('content:encoded', (post.html ?? '').replaceAll('[', '&#91;')),
    htmlElement('excerpt:encoded', textToHtml(post.excerpt)),
    texts('wp', {
      post_id: String(post.number),
      post_date: post.publishedAt,
      post_date_gmt: post.publishedAt,
      post_modified: post.updatedAt,
      post_modified_gmt: post.updatedAt,
      comment_status: post.isOpen ? 'open' : 'closed',
      post_name: post.slug,
      status: 'publish',
      post_type: 'post',
    }),
    ...post.tags.map(({ slug, label }) =>
      htmlElement('category', textToHtml(label), { domain: 'post_tag', nicename: slug }),
    ),
  );
}

function writeComment(comment: CommentLine): string[] {
  const { number, author, guestName, createdAt, parent, isShown } = comment;
  const html = isShown ? commentHtml(comment) : WITHDRAWN;
  const fields = [
    texts('wp', { comment_id: String(number) }),
    htmlElement('wp:comment_author', textToHtml(author?.name ?? guestName ?? '')),
    texts('wp', { comment_date: createdAt, comment_date_gmt: createdAt }),
    htmlElement('wp:comment_content', html),
    texts('wp', {
      comment_approved: '1',
      comment_type: 'comment',
      comment_parent: String(parent ?? 0),
      comment_user_id: String(author?.number ?? 0),
    }),
  ];
  return lines(element('wp:comment', {}, ...fields));
}

function texts(prefix: string, fields: Readonly<Record<string, string>>) {
  return {
    xml: Object.entries(fields)
      .map(([name, text]) => element(`${prefix}:${name}`, {}, text).xml)
      .join('\n'),
  };
}

function lines(...elements: readonly { readonly xml: string }[]): string[] {
  return elements.map(({ xml }) => `${xml}\n`);
}
