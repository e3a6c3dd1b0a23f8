import type { Pool, PoolClient } from 'pg';
import { writeCursor } from '../archive/cursor.ts';
import type { Moment } from '../archive/cursor.ts';
import { FORM, FORM_VERSION } from '../archive/frame.ts';
import type { Header } from '../archive/frame.ts';
import { KINDS } from '../archive/kinds.ts';
import { fingerprintOf } from '../archive/voice-key.ts';
import { PACKAGE_VERSION } from '../config/package-root.ts';
import { identifyDatabase, readMoment, readPast } from '../data/archive/moments.ts';
import { inSnapshot, readLines } from '../data/archive/read-lines.ts';
import { changedBetween, selectDeletions, selectLines, SELECT_SITE } from '../data/archive/record-sql.ts';

interface ExportOptions {
  /** The cursor of an earlier archive, to give what changed since; null: everything. */
  readonly after: string | null;
  readonly voiceSecret: string;
  readonly now: Date;
}

/**
 * Everything that is kept, as of one moment: lines of JSON, in pieces. docs/archive.md describes them.
 *
 * @throws {ArchiveCursorError}
 */
export async function* exportArchive(pool: Pool, options: ExportOptions): AsyncGenerator<string> {
  const databaseId = await identifyDatabase(pool);
  const counts = new Map<string, number>();
  for await (const lines of inSnapshot(pool, (client) => writeLines(client, { ...options, databaseId, counts }))) {
    yield `${lines.join('\n')}\n`;
  }
  yield `${JSON.stringify({ type: 'trailer', counts: Object.fromEntries(counts) })}\n`;
}

interface Writing extends ExportOptions {
  readonly databaseId: string;
  readonly counts: Map<string, number>;
}

async function* writeLines(client: PoolClient, writing: Writing): AsyncGenerator<string[]> {
  const { after, counts } = writing;
  const now = await readMoment(client, writing.databaseId);
  const past = after === null ? null : await readPast(client, { after, now });
  yield [JSON.stringify(headerOf(writing, now))];

  for (const { type, select } of statementsOf(past, now)) {
    counts.set(type, 0);
    for await (const lines of readLines(client, select)) {
      counts.set(type, (counts.get(type) ?? 0) + lines.length);
      yield lines;
    }
  }
}

function statementsOf(past: Moment | null, now: Moment): { readonly type: string; readonly select: string }[] {
  const where = past === null ? 'TRUE' : changedBetween(past, now);
  return [
    ...(past === null ? [] : [{ type: 'deletion', select: selectDeletions(where) }]),
    ...KINDS.map((kind) => ({ type: kind.type, select: selectLines(kind, { where }) })),
    { type: 'site', select: SELECT_SITE },
  ];
}

function headerOf({ after, voiceSecret, now: madeAt, databaseId }: Writing, { snapshot }: Moment): Header {
  return {
    type: 'header',
    form: FORM,
    version: FORM_VERSION,
    software: `colloquy ${PACKAGE_VERSION}`,
    madeAt: madeAt.toISOString(),
    databaseId,
    cursor: writeCursor({ databaseId, snapshot }),
    after,
    voiceKey: fingerprintOf(voiceSecret),
  };
}
