import type { Connection } from '../../data/database/transaction.ts';
import { excludingNull, int, ints, text, uuid } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
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

const discussionState = statement('discussionState', { seq: int, lastNumber: int });
const lockedState = statement('lockedState', { seq: int, lastNumber: int });
const importedPlaces = statement('importedPlaces', {
  externalId: excludingNull(text),
  id: uuid,
  path: excludingNull(ints),
});

/** Null where the post is gone. */
export async function readDiscussion(client: Connection, key: Key): Promise<Discussion | null> {
  const state = discussionState`SELECT seq, last_number AS "lastNumber" FROM discussion WHERE post_id = ${key.postId}::uuid`;
  return await withPlaces(client, { ...key, state: (await readRows(client, state))[0] });
}

/** The same, and no other transaction writes to the discussion before this one ends. */
export async function lockDiscussion(client: Connection, key: Key): Promise<Discussion | null> {
  const state = lockedState`
    SELECT seq, last_number AS "lastNumber" FROM discussion WHERE post_id = ${key.postId}::uuid FOR UPDATE`;
  return await withPlaces(client, { ...key, state: (await readRows(client, state))[0] });
}

async function withPlaces(
  client: Connection,
  { state, postId, source }: Key & { readonly state: Omit<Discussion, 'places'> | undefined },
): Promise<Discussion | null> {
  if (state === undefined) return null;
  const places = await readRows(
    client,
    importedPlaces`
      SELECT external_id AS "externalId", id, path FROM comment
      WHERE post_id = ${postId}::uuid AND source = ${source} AND path IS NOT NULL AND external_id IS NOT NULL`,
  );
  return { ...state, places: new Map(places.map(({ externalId, id, path }) => [externalId, { id, path }])) };
}
