import { prepareCommento } from '../../import/commento/prepare-commento.ts';
import { prepareCoral } from '../../import/coral/prepare-coral.ts';
import { prepareDisqus } from '../../import/disqus/prepare-disqus.ts';
import { findEncoding } from '../../import/file/find-encoding.ts';
import { readBytes } from '../../import/file/read-bytes.ts';
import { ImportError } from '../../import/import-error.ts';
import { prepareIsso } from '../../import/isso/prepare-isso.ts';
import type { PrepareExport } from '../../import/prepared.ts';
import { prepareRemark42 } from '../../import/remark42/prepare-remark42.ts';
import { prepareWordPress } from '../../import/wordpress/prepare-wordpress.ts';

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
  { name: 'remark42', prepare: prepareRemark42, isStart: isRemark42 },
  {
    name: 'commento',
    prepare: prepareCommento,
    isStart: (start) => /^\{[\s\S]*"comment(?:ers|s|erHex|Hex)"/.test(start),
  },
  { name: 'isso', prepare: prepareIsso, isStart: (start) => start.startsWith('[') },
  { name: 'coral', prepare: prepareCoral, isStart: (start) => /^[^{<[\n]*,/.test(start) },
];

export const FORMAT_NAMES: readonly string[] = FORMATS.map(({ name }) => name);

const START = 64 * 1024; // characters

/**
 * The format of a file: the one of that name, or else the one that the beginning of the file shows.
 *
 * @throws {ImportError} for a file that is missing, or that cannot be read.
 */
export async function chooseFormat(file: string, name: string | null): Promise<Format> {
  const named = FORMATS.find((format) => format.name === name);
  if (named !== undefined) return named;
  const start = await readStart(file);
  const found = FORMATS.find(({ isStart }) => isStart(start));
  if (found !== undefined) return found;
  throw new ImportError(
    `the file begins as no export that is known; if it is one, name it with --format (${FORMAT_NAMES.join(', ')})`,
  );
}

/** Its first line is about people and pages; or, in a part of one, a comment. */
function isRemark42(start: string): boolean {
  const [first = ''] = start.split('\n', 1);
  if (!first.startsWith('{')) return false;
  return /"locator"\s*:\s*\{/.test(first) || (/"(?:users|posts)"\s*:/.test(first) && !first.includes('"commenters"'));
}

async function readStart(file: string): Promise<string> {
  for await (const { bytes } of readBytes(file)) {
    if (bytes.length > 0) return new TextDecoder(findEncoding(bytes).name).decode(bytes.subarray(0, START)).trimStart();
  }
  return '';
}
