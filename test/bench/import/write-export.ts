import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

export interface ExportSize {
  readonly comments: number;
  /** Of each post. */
  readonly commentsPerPost: number;
  /** Whether texts are HTML of several paragraphs, as people write them, or a few plain words. */
  readonly isRich: boolean;
}

const WORDS = 'the harbour ferry leaves at noon and nobody on the quay knows why it should wait for rain again'.split(
  ' ',
);

/** Writes a WordPress export. The same size gives the same bytes. */
export async function writeExport(file: string, { comments, commentsPerPost, isRich }: ExportSize): Promise<void> {
  const stream = createWriteStream(file);
  const write = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  await write(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Harbour</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://harbour.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Marsh</wp:author_display_name></wp:author>
`);
  for (let first = 0, post = 1; first < comments; first += commentsPerPost, post += 1) {
    await write(startPost(post, isRich));
    for (let at = 0; at < commentsPerPost && first + at < comments; at += 1)
      await write(aComment({ first, at, isRich }));
    await write('</item>\n');
  }
  stream.end('</channel></rss>\n');
  await once(stream, 'close');
}

function startPost(post: number, isRich: boolean): string {
  return `<item><title>Post ${post}</title><dc:creator>ada</dc:creator><content:encoded><![CDATA[${write(post, isRich ? 20 : 1, isRich)}]]></content:encoded>
<wp:post_id>${post}</wp:post_id><wp:post_date>${date(post)}</wp:post_date><wp:post_date_gmt>${date(post)}</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>
<wp:post_name>post-${post}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
`;
}

function aComment({ first, at, isRich }: { first: number; at: number; isRich: boolean }): string {
  const id = first + at + 1;
  // Each third starts a thread, the others answer the one before.
  const parent = at % 3 === 0 ? 0 : id - 1;
  return `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>Guest ${id % 97}</wp:comment_author><wp:comment_author_email>guest@mail.example</wp:comment_author_email>
<wp:comment_date>${date(id)}</wp:comment_date><wp:comment_date_gmt>${date(id)}</wp:comment_date_gmt><wp:comment_content><![CDATA[${write(id, isRich ? 6 : 1, isRich)}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>${parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>
`;
}

function write(seed: number, paragraphs: number, isRich: boolean): string {
  const sentence = (at: number): string =>
    Array.from({ length: isRich ? 90 : 12 }, (_, word) => WORDS[(seed * 7 + at * 3 + word * 5) % WORDS.length]).join(
      ' ',
    );
  return Array.from({ length: paragraphs }, (_, at) =>
    isRich && at % 3 === 1
      ? `${sentence(at)} <em>indeed</em> <a href="https://harbour.example/${seed}">here</a> &amp; <strong>there</strong>`
      : sentence(at),
  ).join('\n\n');
}

function date(minutes: number): string {
  return new Date(Date.UTC(2019, 0, 1) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}
