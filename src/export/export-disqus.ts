import type { Pool, PoolClient } from 'pg';
import type { Addresses } from '../config/addresses.ts';
import { inSnapshot, readLines } from '../data/archive/read-lines.ts';
import { addressOfPost, selectPostsWithComments } from '../data/archive/reader-sql.ts';
import type { ReaderSelection } from '../data/archive/reader-sql.ts';
import { element, htmlElement } from '../text/xml.ts';
import type { Xml } from '../text/xml.ts';
import { commentHtml, textToHtml } from './comment-html.ts';
import { discussionLine } from './reader-lines.ts';
import type { CommentLine, PostLine } from './reader-lines.ts';

const OPENING = `<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title><isDefault>true</isDefault></category>
`;

interface DisqusOptions {
  readonly addresses: Pick<Addresses, 'ofAnySlug'>;
}

/** What readers see, as of one moment, as Disqus exports discussions, in pieces. */
export async function* exportDisqus(pool: Pool, options: DisqusOptions): AsyncGenerator<string> {
  for await (const parts of inSnapshot(pool, (client) => writeDocument(client, options))) yield parts.join('');
}

async function* writeDocument(client: PoolClient, { addresses }: DisqusOptions): AsyncGenerator<string[]> {
  const selection: ReaderSelection = {
    address: addressOfPost(client, addresses.ofAnySlug),
    // A thread is there for its comments.
    where: 'EXISTS (SELECT FROM comment c WHERE c.post_id = p.id AND c.number IS NOT NULL)',
    hasWithdrawn: true,
  };
  yield [OPENING];
  for await (const rows of readLines(client, selectPostsWithComments(selection))) {
    yield rows.map((row) => {
      const line = discussionLine.parse(JSON.parse(row));
      return `${(line.type === 'post' ? writeThread(line) : writePost(line)).xml}\n`;
    });
  }
  yield ['</disqus>\n'];
}

function writeThread({ number, address, title, publishedAt, isOpen }: PostLine): Xml {
  return element(
    'thread',
    { 'dsq:id': String(number) },
    element('category', { 'dsq:id': '1' }),
    element('link', {}, address),
    htmlElement('title', textToHtml(title)),
    element('createdAt', {}, asIsoTime(publishedAt)),
    element('isClosed', {}, String(!isOpen)),
    element('isDeleted', {}, 'false'),
  );
}

/** A comment. Of a withdrawn one only its place is left. */
function writePost(comment: CommentLine): Xml {
  const { number, postNumber, parent, isShown, createdAt, author, guestName } = comment;
  const name = htmlElement('name', textToHtml(author?.name ?? guestName ?? ''));
  const isAnonymous = element('isAnonymous', {}, String(author === null));
  const username = author === null ? [] : [element('username', {}, author.login)];
  return element(
    'post',
    { 'dsq:id': String(number) },
    htmlElement('message', commentHtml(comment)),
    element('createdAt', {}, asIsoTime(createdAt)),
    element('isDeleted', {}, String(!isShown)),
    element('isSpam', {}, 'false'),
    element('author', {}, name, isAnonymous, ...username),
    element('thread', { 'dsq:id': String(postNumber) }),
    ...(parent === null ? [] : [element('parent', { 'dsq:id': String(parent) })]),
  );
}

function asIsoTime(time: string): string {
  return `${time.replace(' ', 'T')}Z`;
}
