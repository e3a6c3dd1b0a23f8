import type { Tally } from '../../report/tally.ts';
import { ownCopy, readChild, type XmlNode } from '../../xml/xml-node.ts';
import type { ExportedAuthor } from './exported.ts';
import { findId } from './parse-fields.ts';

/** Without a login, an author goes by the name that is shown; null for one that has neither, which is counted. */
export function parseAuthor(node: XmlNode, tally: Tally): ExportedAuthor | null {
  const displayName = ownCopy(readChild(node, 'wp:author_display_name').trim());
  const login = ownCopy(readChild(node, 'wp:author_login').trim());
  if (login === '' && displayName === '') {
    tally.refuse('authors', 'without a login and a name', { line: node.line });
    return null;
  }
  if (login === '') tally.mend({ line: node.line, message: 'authors without a login, told apart by their names' });
  return { id: findId(readChild(node, 'wp:author_id')), login: login || displayName, displayName };
}

/** Finds authors by the login or the number that a post or a comment has of them. */
export interface AuthorIndex {
  byLogin(login: string): ExportedAuthor | null;
  byId(id: string | null): ExportedAuthor | null;
}

export function indexAuthors(authors: readonly ExportedAuthor[]): AuthorIndex {
  const logins = new Map(authors.map((author) => [author.login, author]));
  const ids = new Map(authors.flatMap((author) => (author.id === null ? [] : [[author.id, author] as const])));

  return {
    // Some exports write `>login`; WordPress' own importer drops what no login may hold, and so do we.
    byLogin: (login) => logins.get(login) ?? logins.get(cleanLogin(login)) ?? null,
    byId: (id) => (id === null ? null : (ids.get(id) ?? null)),
  };
}

function cleanLogin(login: string): string {
  return login.replace(/[^a-z0-9 _.\-@]/gi, '').trim();
}
