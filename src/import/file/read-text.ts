import { clip } from '../fields/clip.ts';
import { ImportError } from '../import-error.ts';
import type { ReadStep } from '../prepared.ts';
import type { Fault } from '../report/fault.ts';
import { countLines } from './count-lines.ts';
import { createDecoder, type DecodeBytes } from './decode-bytes.ts';
import { findEncoding } from './find-encoding.ts';
import { readBytes } from './read-bytes.ts';

// Other software writes these characters into its exports although XML forbids them, and PostgreSQL cannot hold a NUL. They mean nothing.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const COMPRESSED_FAULTS = {
  'cut off': 'compressed data that ends before its end',
  damaged: 'compressed data that is damaged; what follows is left out',
};

/**
 * The text of a file, piece by piece, with line feeds as its only ends of lines. What stands in it and is no text is left
 * out or read as what it must be, and told.
 *
 * @throws {ImportError} for a file that is missing or empty.
 */
export async function* readText(file: string, onStep: (step: ReadStep) => void): AsyncGenerator<string> {
  let decode: DecodeBytes | null = null;
  let line = 1;
  let held = '';
  for await (const { bytes, read, fault } of readBytes(file)) {
    if (fault !== undefined) {
      onStep({ bytes: read, faults: [{ line, message: COMPRESSED_FAULTS[fault] }] });
      break;
    }
    if (decode === null) {
      const { name, unknown } = findEncoding(bytes);
      decode = createDecoder(name);
      if (unknown !== null) onStep({ bytes: 0, faults: [{ line: 1, message: describeUnknown(unknown) }] });
    }
    const piece = tidy(held, { ...decode(bytes), line });
    held = piece.held;
    onStep({ bytes: read, faults: piece.faults });
    line += countLines(piece.text);
    yield piece.text;
  }
  if (decode === null) throw new ImportError('the file is empty; an export was expected');
  const last = tidy(held, { ...decode(Buffer.alloc(0)), line });
  onStep({ bytes: 0, faults: last.faults });
  yield last.text + last.held.replace('\r', '\n');
}

function describeUnknown(encoding: string): string {
  return `declarations of an unknown encoding, ${clip(encoding)}; the file is read as UTF-8`;
}

interface Piece {
  readonly text: string;
  readonly strays: readonly number[];
  /** The line at which it begins. */
  readonly line: number;
}

function tidy(
  held: string,
  { text, strays, line }: Piece,
): { readonly text: string; readonly held: string; readonly faults: readonly Fault[] } {
  const whole = held + text;
  // A carriage return at the end may be half an end of a line.
  const end = whole.endsWith('\r') ? whole.length - 1 : whole.length;
  const lines = whole.includes('\r') ? whole.slice(0, end).replace(/\r\n?/g, '\n') : whole;
  const clean = lines.replace(CONTROLS, '');
  return {
    text: clean,
    held: whole.slice(end),
    faults: [
      ...strays.map((before) => ({
        line: line + before,
        message: 'characters in another encoding than the file’s, read as what they must be',
      })),
      ...(clean.length === lines.length ? [] : findControls(lines, line)),
    ],
  };
}

function findControls(text: string, line: number): Fault[] {
  return text.split('\n').flatMap((content, at) =>
    Array.from(content.matchAll(CONTROLS), ([found]) => ({
      line: line + at,
      message: 'control characters, left out',
      // WordPress' own importer overlooks the others, too.
      isHarmless: found !== '\0',
    })),
  );
}
