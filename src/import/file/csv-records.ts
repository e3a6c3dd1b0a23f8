import { parse } from 'csv-parse/sync';
import { readLines } from './text-lines.ts';

/** A record of a CSV file. */
interface CsvRecord {
  readonly line: number;
  /** Null for what is none: a quotation mark has no end. */
  readonly cells: readonly string[] | null;
}

const LONGEST = 2 * 1024 * 1024; // characters: a record that is longer has lost a quotation mark

/**
 * The records of a CSV text (RFC 4180), one by one. The lines of each are parsed alone, so that a quotation mark without an end costs its own
 * line only.
 */
export async function* readCsvRecords(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let lines: { readonly line: number; readonly text: string }[] = [];
  let length = 0;
  let quotes = 0;
  const add = (next: { readonly line: number; readonly text: string }): void => {
    quotes += lines.length > 0 ? next.text.split('"').length - 1 : isLeftOpen(next.text) ? 1 : 0;
    lines.push(next);
    length += next.text.length;
  };
  function* take(isEnd: boolean): Generator<CsvRecord> {
    while (lines.length > 0 && (quotes % 2 === 0 || length > LONGEST || isEnd)) {
      const [first, ...rest] = lines;
      if (first === undefined) return;
      const cells = quotes % 2 === 0 ? parseRecord(join(lines)) : null;
      const again = cells === null ? rest : [];
      yield { line: first.line, cells };
      [lines, length, quotes] = [[], 0, 0];
      for (const next of again) {
        add(next);
        if (quotes % 2 === 0) yield* take(false);
      }
    }
  }
  for await (const next of readLines(pieces)) {
    add(next);
    yield* take(false);
  }
  yield* take(true);
}

// Blank lines within a cell are kept: their numbers tell where they were.
function join(lines: readonly { readonly line: number; readonly text: string }[]): string {
  return lines
    .map(({ line, text }, at) => '\n'.repeat(at === 0 ? 0 : line - (lines[at - 1]?.line ?? line)) + text)
    .join('');
}

/** Whether a record goes on after its first line. A quotation mark opens a cell only where it begins one: 6" is six inches. */
function isLeftOpen(line: string): boolean {
  let isQuoted = false;
  let isStart = true;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (isQuoted && character === '"') {
      if (line.charAt(at + 1) === '"') at += 1;
      else isQuoted = false;
    } else if (!isQuoted) {
      isQuoted = isStart && character === '"';
      isStart = character === ',';
    }
  }
  return isQuoted;
}

/** Null for lines that are not one record. */
function parseRecord(text: string): readonly string[] | null {
  try {
    const records: string[][] = parse(text, { relax_quotes: true, relax_column_count: true, skip_empty_lines: true });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}
