import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file under another name until it is whole: a backup that was cut off is not taken for one, and the former file of that name is
 * replaced by a whole one only. Nobody else may read it.
 */
export async function writeOutput(output: string, pieces: AsyncIterable<string | Buffer>): Promise<void> {
  const draft = `${output}.part`;
  // One that a killed process left may be readable by others.
  await rm(draft, { force: true });
  try {
    await pipeline(pieces, createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true }));
    await rename(draft, output);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
