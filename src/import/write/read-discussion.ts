import type { PoolClient } from 'pg';
import type { Place } from './place-comments.ts';

/** How far a discussion has come, and where its imported comments stand. */
export interface Discussion {
  readonly seq: number;
  readonly lastNumber: number;
  /** By external id. */
  readonly places: ReadonlyMap<string, Place>;
}

interface Key {
  readonly postId: string;
  readonly source: string;
}

export const NEW_DISCUSSION: Discussion = { seq: 0, lastNumber: 0, places: new Map() };

const READ = 'SELECT seq, last_number AS "lastNumber" FROM discussion WHERE post_id = $1';

/** Null where the post is gone. */
export async function readDiscussion(client: PoolClient, key: Key): Promise<Discussion | null> {
  return await read(client, { ...key, statement: READ });
}

/** The same, and no other transaction writes to the discussion before this one ends. */
export async function lockDiscussion(client: PoolClient, key: Key): Promise<Discussion | null> {
  return await read(client, { ...key, statement: `${READ} FOR UPDATE` });
}

async function read(
  client: PoolClient,
  { statement, ...key }: Key & { statement: string },
): Promise<Discussion | null> {
  const { rows } = await client.query<{ seq: number; lastNumber: number }>(statement, [key.postId]);
  const row = rows[0];
  return row === undefined ? null : { ...row, places: await readPlaces(client, key) };
}

async function readPlaces(client: PoolClient, { postId, source }: Key): Promise<Map<string, Place>> {
  const { rows } = await client.query<Place & { externalId: string }>(
    'SELECT external_id AS "externalId", id, path FROM comment WHERE post_id = $1 AND source = $2 AND path IS NOT NULL',
    [postId, source],
  );
  return new Map(rows.map(({ externalId, id, path }) => [externalId, { id, path }]));
}
