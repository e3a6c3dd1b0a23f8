import { ImportError } from '../../import-error.ts';
import { ownCopy, readChild, type ExportNode } from './export-node.ts';
import type { ExportedAuthor } from './exported.ts';
import { findId } from './parse-fields.ts';

/** @throws {ImportError} for an author without a login. */
export function parseAuthor(node: ExportNode): ExportedAuthor {
  const login = ownCopy(readChild(node, 'wp:author_login').trim());
  if (login === '') throw new ImportError('<wp:author> has no <wp:author_login>', node.line);
  return {
    id: findId(readChild(node, 'wp:author_id')),
    login,
    displayName: ownCopy(readChild(node, 'wp:author_display_name').trim()),
  };
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
