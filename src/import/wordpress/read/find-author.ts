import type { ExportedAuthor } from './exported.ts';

/** Finds authors by what posts and comments say of them. */
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
