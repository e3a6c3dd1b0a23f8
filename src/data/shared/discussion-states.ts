import type { Pool } from 'pg';
import { NOBODY } from '../../session/session.ts';
import { fromPages } from '../by-address/page-posts.ts';
import type { PageKey } from '../by-address/page-posts.ts';
import { int, text } from '../database/columns.ts';
import { readRows, sql, statement, Templates } from '../database/sql.ts';
import { isVisiblePost } from '../reads/visibility.ts';
import { SharedReads } from './shared-reads.ts';

/** The post of a discussion, by one of its keys. */
export type Subject = { readonly slug: string } | { readonly id: string } | { readonly url: string };

const state = sql`concat_ws(' ', p.id, d.seq, d.version, (SELECT sum(version) FROM site_version)) AS state`;
const stateOfPost = sql`CROSS JOIN LATERAL (SELECT seq, version FROM discussion WHERE discussion.post_id = p.id LIMIT 1) d`;
const states = new Templates<readonly string[], { key: typeof text; state: typeof text }>(() => {
  const discussionStates = statement('discussionStates', { key: text, state: text });
  return discussionStates`
    SELECT 'slug ' || p.slug AS key, ${state} FROM post p ${stateOfPost}
    WHERE p.slug = ANY(${valuesOf('slug')}::text[]) AND ${isVisiblePost(NOBODY)}
    UNION ALL
    SELECT 'id ' || p.id, ${state} FROM post p ${stateOfPost}
    WHERE p.id = ANY(${valuesOf('id')}::uuid[]) AND ${isVisiblePost(NOBODY)}`;
});
const pageStates = statement('pageStates', { ordinal: int, state: text });

/** Reads in which state discussions are: texts that differ as soon as anything that everybody may see of them has changed. */
export class DiscussionStates {
  readonly #reads: SharedReads<string, string | null>;
  readonly #pages: SharedReads<PageKey, string | null>;
  readonly #keyOf: (url: string) => PageKey | null;

  /** @param options.keyOf what the page at an address is found by; null for what is no address. */
  constructor(pool: Pool, { keyOf }: { keyOf: (url: string) => PageKey | null }) {
    this.#keyOf = keyOf;
    this.#reads = new SharedReads(async (keys) => await readStates(pool, keys), { atOnce: 1 });
    this.#pages = new SharedReads(async (pages) => await readPageStates(pool, pages), { atOnce: 1 });
  }

  /** @returns null where there is no such post, or not everybody may see it. */
  async read(subject: Subject): Promise<string | null> {
    if ('url' in subject) {
      const page = this.#keyOf(subject.url);
      return page === null ? null : await this.#pages.load(page);
    }
    return await this.#reads.load('slug' in subject ? `slug ${subject.slug}` : `id ${subject.id}`);
  }
}

async function readStates(pool: Pool, keys: readonly string[]): Promise<(string | null)[]> {
  const rows = await readRows(pool, states.fill('', keys));
  const found = new Map(rows.map((row) => [row.key, row.state]));
  return keys.map((key) => found.get(key) ?? null);
}

/** The post that an address leads to is a part of the state: a page that has moved, or has a post now, is in another. */
async function readPageStates(pool: Pool, pages: readonly PageKey[]): Promise<(string | null)[]> {
  const rows = await readRows(
    pool,
    pageStates`SELECT k.ordinal::int AS ordinal, ${state} FROM ${fromPages(pages, NOBODY)} ${stateOfPost}`,
  );
  const found = new Map(rows.map((row) => [row.ordinal, row.state]));
  return pages.map((_, place) => found.get(place + 1) ?? null);
}

function valuesOf(kind: 'slug' | 'id'): (keys: readonly string[]) => string[] {
  return (keys) => [...new Set(keys)].filter((key) => key.startsWith(`${kind} `)).map((key) => key.slice(kind.length + 1));
}
