import type { Connection } from '../../data/database/transaction.ts';
import { uuid } from '../../data/database/columns.ts';
import { readRows, statement } from '../../data/database/sql.ts';
import { suffixedHandle } from '../../text/handle.ts';
import type { PreparedAuthor, PreparedExport, PreparedMute } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import { findFree, isHandleTaken, type GivenVariants } from './free-names.ts';
import { newId } from '../../data/database/new-id.ts';
import { findAuthor, type ExternalKey } from './read-present.ts';

const addedAuthor = statement('addedAuthor', { id: uuid });

interface Input {
  readonly prepared: Pick<PreparedExport, 'source' | 'authors' | 'silentAuthors'>;
  readonly tally: Tally;
  readonly isDryRun: boolean;
  /** Those of a dry run, of which the database knows nothing. */
  readonly handles: Set<string>;
}

interface NewAuthor extends Input {
  readonly author: PreparedAuthor;
  readonly given: GivenVariants;
}

/** Makes the missing rows of an export's authors, and gives the ids of all rows by the authors' external ids. */
export async function writeAuthors(client: Connection, input: Input): Promise<Map<string, string>> {
  const { prepared, tally } = input;
  const ids = new Map<string, string>();
  const given: GivenVariants = new Map();
  for (const author of prepared.authors) {
    const present = await findAuthor(client, { source: prepared.source, externalId: author.externalId });
    if (present === null) tally.take('authors');
    else tally.find('authors');
    ids.set(author.externalId, present ?? (await addAuthor(client, { ...input, author, given })));
  }
  tally.see('authors', prepared.authors.length + prepared.silentAuthors);
  tally.skip('authors', 'without an imported post or comment', { count: prepared.silentAuthors });
  return ids;
}

async function addAuthor(
  client: Connection,
  { author, given, prepared, handles, tally, isDryRun }: NewAuthor,
): Promise<string> {
  const handle = await findFree(suffixedHandle, {
    wished: author.handle,
    given,
    isTaken: async (wanted) => handles.has(wanted) || (await isHandleTaken(client, wanted)),
  });
  if (handle !== author.handle) tally.note('authors whose handle was taken and got a number', { example: handle });
  if (author.mute != null) tally.note('people who were not allowed to write there, muted here');
  if (isDryRun) {
    handles.add(handle);
    return newId();
  }
  const id = await insertAuthor(client, { ...author, handle, source: prepared.source });
  if (author.mute != null) await muteAuthor(client, { id, ...author.mute });
  return id;
}

/** Nobody decided it here: the entry of the audit log has no actor. */
async function muteAuthor(
  client: Connection,
  { id, reason, until }: PreparedMute & { readonly id: string },
): Promise<void> {
  const entryId = newId();
  await client.query(
    `INSERT INTO audit_entry (id, action, reason, author_id, occurred_at) VALUES ($1, 'MUTE', $2, $3, now())`,
    [entryId, reason, id],
  );
  await client.query(
    `INSERT INTO mute (id, author_id, reason, until, decision_id, created_at) VALUES ($1, $2, $3, $4, $5, now())`,
    [newId(), id, reason, until, entryId],
  );
}

/** An account may have taken the handle since it was found free: then the next one is tried. */
async function insertAuthor(
  client: Connection,
  { displayName, handle, source, externalId, avatarUrl = null }: PreparedAuthor & ExternalKey,
): Promise<string> {
  for (let n = 1; ; n += 1) {
    const [row] = await readRows(
      client,
      addedAuthor`
        INSERT INTO author (id, handle, display_name, source, external_id, avatar_url)
        VALUES (${newId()}::uuid, ${suffixedHandle(handle, n)}, ${displayName}, ${source}, ${externalId}, ${avatarUrl})
        ON CONFLICT (handle) DO NOTHING RETURNING id`,
    );
    if (row !== undefined) return row.id;
  }
}
