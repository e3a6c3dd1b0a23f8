import { decodeAddress, slugOfPage } from '../../text/address/page-address.ts';
import { shorten } from '../../text/cut.ts';
import { MAX_TITLE } from '../../text/text-limits.ts';
import { convertComment, convertMarkdown } from '../convert/convert-comment.ts';
import { namePerson } from '../convert/name-person.ts';
import { htmlToText } from '../html/html-to-markdown.ts';
import type { ConvertibleComment, PostTexts, PreparedComment, PreparedPage, PreparedPost } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import type { FoundComment } from './found.ts';
import type { IndexedPage } from './page-index.ts';
import type { People } from './people.ts';

interface Context {
  readonly indexed: IndexedPage;
  readonly page: PreparedPage;
  readonly people: People;
  readonly tally: Tally;
}

/** A page with its comments, in the terms of this service. */
export function convertPage(comments: readonly FoundComment[], context: Context): PreparedPost {
  const { indexed, page, tally } = context;
  const { found, firstAt } = indexed;
  const publishedAt = found.publishedAt ?? new Date(firstAt ?? 0);
  return {
    externalId: page.key,
    line: found.line,
    authorExternalId: null,
    page,
    isOpen: found.isOpen,
    ...{ publishedAt, updatedAt: publishedAt, tags: [], defaultTags: [] },
    convert: () => convertTexts(context),
    comments: comments
      .map((comment, rank) => ({ comment, rank }))
      .filter(({ comment }) => isTaken(comment, tally))
      .map(({ comment, rank }) => toConvertible(comment, { ...context, rank, publishedAt })),
    parents: new Map(comments.map(({ id, parentId }) => [id, parentId])),
  };
}

function isTaken({ skip, line }: FoundComment, tally: Tally): boolean {
  if (skip !== null) tally.skip('comments', skip, { line });
  return skip === null;
}

/** A page has neither a text nor an author here. */
function convertTexts({ indexed, page, tally }: Context): PostTexts {
  const slug = slugOfPage(page.key);
  const given = htmlToText(indexed.found.title)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  const title = shorten(given || nameByAddress(page.key), MAX_TITLE);
  if (given === '') tally.note('pages without a title, named after their address', { example: title });
  else if (title !== given) tally.note(`titles longer than ${MAX_TITLE} characters, shortened`, { example: title });
  return { slug, formerSlug: slug, title, excerpt: '', body: null, bodyHtml: null };
}

/** The last part of a path in words: `a.example/2020/the-ferry.html` is "The ferry". */
function nameByAddress(key: string): string {
  const [path = key] = key.split('?');
  const parts = decodeAddress(path)
    .split('/')
    .filter((part) => part !== '' && !/^index\.\w+$/.test(part));
  const [host = key, ...rest] = parts;
  const words = (rest.at(-1) ?? '')
    .replace(/\.(?:html?|php|aspx?|md)$/i, '')
    .replace(/[-_+\s]+/g, ' ')
    .trim();
  return words === '' ? host : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

interface CommentContext extends Context {
  readonly rank: number;
  readonly publishedAt: Date;
}

function toConvertible(
  comment: FoundComment,
  { page, people, tally, rank, publishedAt }: CommentContext,
): ConvertibleComment {
  return { externalId: comment.id, line: comment.line, convert };

  function convert(): PreparedComment[] {
    const { id, parentId, createdAt, editedAt, status, text } = comment;
    const written = createdAt === null ? publishedAt : new Date(createdAt);
    const shared = { externalId: id, rank, parentExternalId: parentId, createdAt: written, status };
    const edited = editedAt === null ? null : new Date(Math.max(editedAt, written.getTime()));
    // Whoever withdrew a comment took the name back with it.
    if (status === 'DELETED') {
      const nobody = { authorExternalId: null, guestName: null };
      return [{ ...shared, ...nobody, editedAt: edited, part: 0, body: '', bodyHtml: '' }];
    }
    const authorExternalId = comment.personId === null ? null : people.externalIdOf(comment.personId);
    const guestName = authorExternalId === null ? namePerson(comment.name) || null : null;
    const prepared = { ...shared, authorExternalId, guestName, editedAt: edited };
    const parts = comment.isHtml
      ? convertComment({ ...prepared, html: text }, { base: page.url, tally })
      : convertMarkdown({ ...prepared, markdown: text }, tally);
    // A long comment has its votes once.
    return parts.map((part) => (part.part === 0 ? { ...part, votes: countVotes(comment, people) } : part));
  }
}

/** Votes of people of whom nothing is imported are a number. */
function countVotes({ voters, votes }: FoundComment, people: People): { voters: string[]; others: number } {
  const known = voters.flatMap((voter) => people.externalIdOf(voter) ?? []);
  return { voters: known, others: votes + voters.length - known.length };
}
