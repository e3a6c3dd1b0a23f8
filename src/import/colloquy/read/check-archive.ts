import type { Header, SiteEnds } from '../../../archive/frame.ts';
import { ImportError } from '../../import-error.ts';
import type { ArchiveTally } from '../archive-tally.ts';
import { createEndsFinder } from './find-ends.ts';
import type { ArchiveImportOptions } from '../import-archive.ts';
import { createLineParser, parseHeader } from './parse-line.ts';
import type { Parsed } from './parse-line.ts';
import { readArchiveLines } from './read-archive.ts';

interface Check extends Pick<ArchiveImportOptions, 'isStrict' | 'signal' | 'onProgress'> {
  readonly tally: ArchiveTally;
}

export interface CheckedArchive {
  readonly header: Header;
  /** Whether it has its end. */
  readonly isWhole: boolean;
  readonly ends: SiteEnds & { readonly isSaid: boolean };
}

/**
 * Reads a whole archive, and counts what it has: every fault is known before anything is written.
 *
 * @throws {ImportError} for a file that is no archive, and for any fault where it is to be strict.
 */
export async function checkArchive(file: string, check: Check): Promise<CheckedArchive> {
  const { tally, signal, isStrict } = check;
  const parse = createLineParser();
  const finder = createEndsFinder();
  let header: Header | null = null;
  let trailer: Extract<Parsed, { what: 'trailer' }> | null = null;
  for await (const line of readArchiveLines(file)) {
    signal.throwIfAborted();
    check.onProgress({ phase: 'check', bytes: line.bytes.length + 1, posts: 0, comments: 0 });
    if (header === null) {
      header = parseHeader(line);
      continue;
    }
    const parsed = parse(line);
    finder.see(parsed);
    if (parsed.what === 'fault') {
      if (isStrict) throw new ImportError(`${parsed.type}: ${parsed.reason}`, parsed.line);
      tally.of(parsed.type).read += 1;
      tally.skip(parsed);
    } else if (parsed.what === 'trailer') trailer = parsed;
    else tally.of(typeOf(parsed)).read += 1;
  }
  if (header === null) throw new ImportError('the file is empty', 1);
  const ends = finder.read();
  const missing =
    trailer === null ? 'the file was cut off: its last line is missing' : findMissing(trailer.counts, tally);
  if (missing === null) return { header, ends, isWhole: true };
  return { header, ends, isWhole: refuse({ reason: missing, line: trailer?.line ?? 0, isStrict, tally }) };
}

function typeOf(parsed: Exclude<Parsed, { what: 'fault' | 'trailer' }>): string {
  return parsed.what === 'record' ? parsed.kind.type : parsed.what;
}

/** What the last line counts, and the file has not, neither as it should be nor as a line that nobody can read. */
function findMissing(counts: Readonly<Record<string, number>>, tally: ArchiveTally): string | null {
  const missing = Object.entries(counts).map(([type, count]) => {
    return Math.max(0, count - tally.of(type).read);
  });
  const lines = missing.reduce((sum, count) => sum + count, 0) - tally.of('lines').skipped;
  return lines > 0 ? `${lines} lines are missing that the last line counts` : null;
}

function refuse({
  reason,
  line,
  isStrict,
  tally,
}: {
  reason: string;
  line: number;
  isStrict: boolean;
  tally: ArchiveTally;
}): false {
  if (isStrict) throw new ImportError(reason, line === 0 ? null : line);
  tally.skip({ type: 'lines', reason, line });
  return false;
}
