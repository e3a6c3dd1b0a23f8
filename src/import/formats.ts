import { prepareDisqus } from './disqus/prepare-disqus.ts';
import { findEncoding } from './file/find-encoding.ts';
import { readBytes } from './file/read-bytes.ts';
import type { PrepareExport } from './prepared.ts';
import { prepareWordPress } from './wordpress/prepare-wordpress.ts';

interface Format {
  /** As `--format` names it. */
  readonly name: string;
  readonly prepare: PrepareExport;
  /** Whether a file that begins so is one. */
  readonly isStart: (start: string) => boolean;
}

/** The first that recognises a file reads it. */
const FORMATS: readonly Format[] = [
  { name: 'disqus', prepare: prepareDisqus, isStart: (start) => /<disqus[\s>]/.test(start) },
  // Whatever else there is of XML: it says best why it is none.
  { name: 'wordpress', prepare: prepareWordPress, isStart: (start) => start.startsWith('<') || start === '' },
];

export const FORMAT_NAMES: readonly string[] = FORMATS.map(({ name }) => name);

const START = 64 * 1024; // characters

/**
 * What reads a file: the format of that name, or else the one that the beginning of the file shows.
 *
 * @throws {ImportError} for a file that is missing, or that cannot be read.
 */
export async function chooseFormat(file: string, name: string | null): Promise<PrepareExport> {
  const named = FORMATS.find((format) => format.name === name);
  if (named !== undefined) return named.prepare;
  const start = await readStart(file);
  return FORMATS.find(({ isStart }) => isStart(start))?.prepare ?? prepareWordPress;
}

async function readStart(file: string): Promise<string> {
  for await (const { bytes } of readBytes(file)) {
    if (bytes.length > 0) return new TextDecoder(findEncoding(bytes)).decode(bytes.subarray(0, START)).trimStart();
  }
  return '';
}
