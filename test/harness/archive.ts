import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/data/database/database.ts';
import { exportArchive } from '../../src/export/export-archive.ts';
import type { ArchiveRemark } from '../../src/import/colloquy/archive-tally.ts';
import { importArchive } from '../../src/import/colloquy/import-archive.ts';
import type { ArchiveImportOptions } from '../../src/import/colloquy/import-archive.ts';

export const VOICE_SECRET = 'the key of voices, of 32 bytes or more';

export type Line = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Archive {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly cursor: string;
  /** The lines but for the header, which tells of the moment and of the database. */
  readonly records: string;
}

/** An export of a database. */
export async function anArchive({ pool }: Pick<Database, 'pool'>, after: string | null = null): Promise<Archive> {
  let text = '';
  for await (const part of exportArchive(pool, { after, voiceSecret: VOICE_SECRET, now: new Date() })) text += part;
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  return { text, lines, cursor: String(lines[0]?.['cursor']), records: text.slice(text.indexOf('\n') + 1) };
}

/** Imports an archive, given as text, into a database that stays open. */
export async function importText(
  { pool }: Pick<Database, 'pool'>,
  text: string,
  options: Partial<ArchiveImportOptions> = {},
) {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-archive-'));
  try {
    const file = join(directory, 'archive.ndjson');
    await writeFile(file, text);
    const remarks: ArchiveRemark[] = [];
    const report = await importArchive(file, {
      open: async () => ({ pool, close: async () => {} }),
      ...{ isDryRun: false, isStrict: false, voiceSecret: VOICE_SECRET, signal: new AbortController().signal },
      onProgress: () => undefined,
      onRemark: (remark) => remarks.push(remark),
      ...options,
    });
    const counts = Object.fromEntries([...report.tally.counts].filter(([type]) => type !== 'site'));
    return { ...report, counts, remarks };
  } finally {
    await rm(directory, { recursive: true });
  }
}
