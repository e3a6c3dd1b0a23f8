import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { text } from '../database/columns.ts';
import { readRows, sql, statement } from '../database/sql.ts';
import { NOBODY } from '../../session/session.ts';
import { isVisiblePost } from '../reads/visibility.ts';

/** The post of a discussion, by one of its keys. */
export type Subject = { readonly slug: string } | { readonly id: string };

const discussionStates = statement('discussionStates', { key: text, state: text });

/**
 * Reads in which state discussions are: texts that differ as soon as anything that everybody may see of them has changed. One statement
 * reads for all who ask meanwhile, and it begins after they asked: so a state is never older than a write that was answered before.
 */
export class DiscussionStates {
  readonly #loader: DataLoader<string, string | null>;
  #isReading = false;
  #readNext: (() => void) | null = null;

  constructor(pool: Pool) {
    this.#loader = new DataLoader(async (keys) => await this.#readInTurn(pool, keys), {
      cache: false,
      maxBatchSize: Infinity,
      batchScheduleFn: (read) => {
        if (this.#isReading) this.#readNext = read;
        else process.nextTick(read);
      },
    });
  }

  /** @returns null where there is no such post, or not everybody may see it. */
  async read(subject: Subject): Promise<string | null> {
    return await this.#loader.load('slug' in subject ? `slug ${subject.slug}` : `id ${subject.id}`);
  }

  async #readInTurn(pool: Pool, keys: readonly string[]): Promise<(string | null)[]> {
    this.#isReading = true;
    try {
      return await readStates(pool, keys);
    } finally {
      this.#isReading = false;
      const readNext = this.#readNext;
      this.#readNext = null;
      readNext?.();
    }
  }
}

async function readStates(pool: Pool, keys: readonly string[]): Promise<(string | null)[]> {
  const valuesOf = (kind: string) =>
    [...new Set(keys)].filter((key) => key.startsWith(`${kind} `)).map((key) => key.slice(kind.length + 1));
  const state = sql`concat_ws(' ', p.id, d.seq, (SELECT sum(version) FROM site_version)) AS state`;
  const rows = await readRows(
    pool,
    discussionStates`
      SELECT 'slug ' || p.slug AS key, ${state} FROM post p JOIN discussion d ON d.post_id = p.id
      WHERE p.slug = ANY(${valuesOf('slug')}::text[]) AND ${isVisiblePost(NOBODY)}
      UNION ALL
      SELECT 'id ' || p.id, ${state} FROM post p JOIN discussion d ON d.post_id = p.id
      WHERE p.id = ANY(${valuesOf('id')}::uuid[]) AND ${isVisiblePost(NOBODY)}`,
  );
  const states = new Map(rows.map((row) => [row.key, row.state]));
  return keys.map((key) => states.get(key) ?? null);
}
