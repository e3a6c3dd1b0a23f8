import { parse } from 'csv-parse/sync';
import { scanQuotes, type QuoteScan } from './csv-quotes.ts';
import { readLines } from './text-lines.ts';

/** A record of a CSV file. */
interface CsvRecord {
  readonly line: number;
  /** Null for what is none: a quotation mark has no end. */
  readonly cells: readonly string[] | null;
  /** Whether quotation marks stand in a quoted cell once that should stand twice. */
  readonly isMended: boolean;
}

interface Line {
  readonly line: number;
  readonly text: string;
}

interface ScannedLine extends Line {
  /** Its text, with all quotation marks as they should be. */
  readonly sound: string;
  readonly end: QuoteScan['end'];
}

const LONGEST = 2 * 1024 * 1024; // characters: a record that is longer has lost a quotation mark

/**
 * The records of a CSV text (RFC 4180), one by one. The lines of each are parsed alone, so that a quotation mark without an end costs its own
 * line only.
 */
export async function* readCsvRecords(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  /** The lines of a record that has no end yet. */
  let open: ScannedLine[] = [];
  let length = 0;
  function* add({ line, text }: Line): Generator<CsvRecord> {
    const scan = scanQuotes(text, { isQuoted: open.length > 0 });
    open.push({ line, text, sound: scan.text, end: scan.end });
    length += text.length;
    if (scan.end !== 'quoted' || length > LONGEST) yield* take({ isWhole: scan.end === 'bare' });
  }
  function* take({ isWhole }: { readonly isWhole: boolean }): Generator<CsvRecord> {
    const lines = open;
    const [first, ...rest] = lines;
    if (first === undefined) return;
    [open, length] = [[], 0];
    const whole = isWhole ? parseRecord(join(lines)) : null;
    // A mark that begins a cell may be a sign, as in "a"b: the parser takes such a cell as it stands.
    const cells = whole ?? (first.end === 'lost' ? null : parseRecord(first.text));
    yield { line: first.line, cells, isMended: whole !== null && lines.some(({ text, sound }) => text !== sound) };
    if (whole === null) for (const line of rest) yield* add(line);
  }
  for await (const line of readLines(pieces)) yield* add(line);
  while (open.length > 0) yield* take({ isWhole: false });
}

// Blank lines within a cell are kept: their numbers tell where they were.
function join(lines: readonly ScannedLine[]): string {
  return lines
    .map(({ line, sound }, at) => '\n'.repeat(at === 0 ? 0 : line - (lines[at - 1]?.line ?? line)) + sound)
    .join('');
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
