// Reads an archive line by line: NDJSON, compressed with gzip or not.
import { FORM } from '../../../archive/frame.ts';
import { readBytes } from '../../file/read-bytes.ts';
import { ImportError } from '../../import-error.ts';

const LONGEST = 64 * 1_024 * 1_024; // bytes of a line: no text that the service takes is near it
const NEWLINE = 0x0a;

export interface ArchiveLine {
  /** Counted from 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

/** Whether a file says in its first line that it is an archive of this service. */
export async function isArchive(file: string): Promise<boolean> {
  try {
    for await (const { bytes } of readBytes(file)) {
      const [first = ''] = bytes.toString('utf8').split('\n', 1);
      return first.includes(`"form":"${FORM}"`);
    }
    return false;
  } catch {
    return false; // whoever reads it whole says what is wrong with it
  }
}

/** @throws {ImportError} */
export async function* readArchiveLines(file: string): AsyncGenerator<ArchiveLine> {
  let number = 0;
  let rest: Buffer[] = [];
  let length = 0;
  for await (const { bytes: chunk, fault } of readBytes(file)) {
    if (fault === 'damaged') throw new ImportError('the compressed data is damaged here or before', number + 1);
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline === -1) break;
      number += 1;
      yield { number, bytes: Buffer.concat([...rest, chunk.subarray(start, newline)]) };
      rest = [];
      length = 0;
      start = newline + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST) throw new ImportError('the line is longer than any that an export has', number + 1);
  }
  if (length > 0) yield { number: number + 1, bytes: Buffer.concat(rest) };
}
