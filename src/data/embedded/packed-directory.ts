// A directory in one compressed file. That of an empty PostgreSQL has a thousand files of 40 MB, and 5 MB packed.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from './private-files.ts';

const HEADER_BYTES = 4;

/** Directories have no size. Parents come before what is in them. */
const entries = z.array(z.object({ path: z.string(), size: z.number().nullable() }));

/** The directories and files of a directory, compressed; their times and rights are not kept. */
export function packDirectory(directory: string): Buffer {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => ({ file: join(entry.parentPath, entry.name), isDirectory: entry.isDirectory() }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, isDirectory }) => ({
      path: relative(directory, file),
      bytes: isDirectory ? null : readFileSync(file),
    }));

  const list = Buffer.from(JSON.stringify(found.map(({ path, bytes }) => ({ path, size: bytes?.byteLength ?? null }))));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(list.byteLength);
  return gzipSync(Buffer.concat([header, list, ...found.flatMap(({ bytes }) => bytes ?? [])]));
}

/** What was packed, in memory. */
export interface PackedDirectory {
  readonly entries: z.infer<typeof entries>;
  /** The bytes of all files, one after the other. */
  readonly contents: Buffer;
}

/** @throws where the bytes are not what {@link packDirectory} made. */
export function unpackDirectory(packed: Buffer): PackedDirectory {
  const bytes = gunzipSync(packed);
  const start = HEADER_BYTES + bytes.readUInt32BE(0);
  return {
    entries: entries.parse(JSON.parse(bytes.toString('utf8', HEADER_BYTES, start))),
    contents: bytes.subarray(start),
  };
}

/** Writes into a directory that is there; readable for its owner alone, as PostgreSQL wants it. */
export function writeDirectory({ entries: list, contents: bytes }: PackedDirectory, directory: string): void {
  let at = 0;
  for (const { path, size } of list) {
    if (size === null) {
      mkdirSync(join(directory, path), { mode: PRIVATE_DIRECTORY });
    } else {
      writeFileSync(join(directory, path), bytes.subarray(at, at + size), { mode: PRIVATE_FILE });
      at += size;
    }
  }
}
