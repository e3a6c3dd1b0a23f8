import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { handleFrom, suffixedHandle } from '../../../text/handle.ts';
import type { Manifest } from '../check-export.ts';
import type { ExportedAuthor } from '../read/exported.ts';
import { findFree } from './find-free.ts';
import { hideAddress, isAddress, namePerson } from '../convert/name-person.ts';
import { newId } from './new-id.ts';
import { isHandleTaken } from './read-present.ts';
import type { Tally } from '../../tally.ts';

interface Target {
  readonly manifest: Manifest;
  readonly tally: Tally;
  readonly isDryRun: boolean;
}

interface Key {
  readonly source: string;
  readonly externalId: string;
}

interface NewAuthor extends Target, Key {
  readonly author: ExportedAuthor;
  /** Given in this run. */
  readonly handles: Set<string>;
}

/** Makes a row for each author of the export that has none, and gives the rows' ids by login. */
export async function writeAuthors(client: PoolClient, run: Target): Promise<Map<string, string>> {
  const { manifest, tally } = run;
  const ids = new Map<string, string>();
  const handles = new Set<string>();
  for (const author of manifest.writers) {
    const key = { source: manifest.source, externalId: identify(author) };
    const present = await findAuthor(client, key);
    if (present === null) tally.take('authors');
    else tally.find('authors');
    ids.set(author.login, present ?? (await addAuthor(client, { ...run, ...key, author, handles })));
  }
  tally.skip('authors', 'wrote nothing that is taken', manifest.silentAuthors);
  return ids;
}

async function addAuthor(client: PoolClient, input: NewAuthor): Promise<string> {
  const { author, handles, tally } = input;
  const name = namePerson(author.displayName) || hideAddress(author.login) || 'Unknown';
  const wished = handleFrom(hideAddress(author.login) || name);
  const handle = await findFree(suffixedHandle, {
    wished,
    isTaken: async (wanted) => handles.has(wanted) || (await isHandleTaken(client, wanted)),
  });
  handles.add(handle);
  if (handle !== wished) tally.note('authors whose handle was taken and got a number', { example: handle });
  return input.isDryRun ? newId() : await insertAuthor(client, { ...input, name, handle });
}

/** WordPress never changes a login, while its number is missing in older exports. An address is kept as a checksum only. */
function identify({ login }: ExportedAuthor): string {
  return isAddress(login) ? `sha256:${createHash('sha256').update(login.toLowerCase()).digest('hex')}` : login;
}

async function findAuthor(client: PoolClient, { source, externalId }: Key): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM author WHERE source = $1 AND external_id = $2', [
    source,
    externalId,
  ]);
  return rows[0]?.id ?? null;
}

/** An account may take the handle since it was found free: the next one is tried then. */
async function insertAuthor(
  client: PoolClient,
  { name, handle, source, externalId }: Key & { name: string; handle: string },
): Promise<string> {
  for (let n = 1; ; n += 1) {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO author (id, handle, display_name, source, external_id) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (handle) DO NOTHING RETURNING id`,
      [newId(), suffixedHandle(handle, n), name, source, externalId],
    );
    if (rows[0] !== undefined) return rows[0].id;
  }
}
