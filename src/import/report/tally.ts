import type { Fault } from './fault.ts';

/** The kinds of rows that an import writes. */
export const IMPORTED_KINDS = ['authors', 'posts', 'tags', 'comments'] as const;
type ImportedKind = (typeof IMPORTED_KINDS)[number];

/** The kind of what was skipped; `items` for anything that is none of the four. */
export type SkippedKind = ImportedKind | 'items';

/** How often something happened, and where first. */
interface Count {
  readonly count: number;
  /** The first few. */
  readonly examples: readonly string[];
}

export interface SkipCount extends Count {
  readonly kind: SkippedKind;
  readonly reason: string;
}

/** A change that imported rows have undergone, or a fault of the file that was mended. */
interface NoteCount extends Count {
  readonly note: string;
}

/** What an import did, or would do. */
export interface ImportCounts {
  /** Found in the file. Each is taken, or was there already, or is skipped. */
  readonly read: Readonly<Record<ImportedKind, number>>;
  readonly taken: Readonly<Record<ImportedKind, number>>;
  readonly present: Readonly<Record<ImportedKind, number>>;
  readonly skipped: readonly SkipCount[];
  readonly notes: readonly NoteCount[];
}

/** A line of the list of everything that was not taken as it stood. */
export interface Remark {
  /** Null where there is one only. */
  readonly file: string | null;
  /** In the file, where that is known. */
  readonly line: number | null;
  readonly text: string;
}

interface Place {
  readonly line?: number | null;
  /** Shown as an example in the report. */
  readonly example?: string;
  readonly count?: number;
}

/** Counts while an import runs. */
export interface Tally {
  /** The file that is being read, where there are several. */
  file: string | null;
  see(kind: ImportedKind, count?: number): void;
  take(kind: ImportedKind, count?: number): void;
  /** The row was there already, and stays as it is. */
  find(kind: ImportedKind, count?: number): void;
  skip(kind: SkippedKind, reason: string, place?: Place): void;
  note(note: string, place?: Place): void;
  /** Skips something because of a fault in it: the report says where. */
  refuse(kind: SkippedKind, reason: string, place: { readonly line: number; readonly example?: string }): void;
  /** Notes a fault of the file that was mended: the report says where. */
  mend(fault: Fault): void;
  /** Adds what another tally has counted. */
  add(other: Tally): void;
  read(): ImportCounts;
  /** The first fault of the file. */
  readonly firstFault: Fault | null;
  /** What was remarked since the last call. */
  takeRemarks(): Remark[];
}

const MAX_EXAMPLES = 5;
const NONE = { authors: 0, posts: 0, tags: 0, comments: 0 };

export function createTally(file: string | null = null): Tally {
  const counts = { read: { ...NONE }, taken: { ...NONE }, present: { ...NONE } };
  const skipped = new Map<string, SkipCount>();
  const notes = new Map<string, NoteCount>();
  let firstFault: Fault | null = null;
  let remarks: Remark[] = [];

  const at = (line: number): string => (tally.file === null ? `line ${line}` : `${tally.file}:${line}`);
  const tellAt = ({ line, example }: { readonly line: number; readonly example?: string | undefined }): string =>
    at(line) + (example === undefined ? '' : `: ${example}`);
  const remark = (line: number | null, text: string): void => void remarks.push({ file: tally.file, line, text });
  const tally: Tally = {
    file,
    get firstFault() {
      return firstFault;
    },
    see: (kind, count = 1) => void (counts.read[kind] += count),
    take: (kind, count = 1) => void (counts.taken[kind] += count),
    find: (kind, count = 1) => void (counts.present[kind] += count),
    skip(kind, reason, { line = null, example, count = 1 } = {}) {
      if (count === 0) return;
      addSkip({ kind, reason, count, examples: listExample(example) });
      const name = example === undefined ? '' : ` (${example})`;
      remark(line, `${times(count)}skipped: ${kind}: ${reason}${name}`);
    },
    note(note, { line = null, example, count = 1 } = {}) {
      if (count === 0) return;
      addNote({ note, count, examples: listExample(example) });
      remark(line, `${times(count)}${note}${example === undefined ? '' : ` (${example})`}`);
    },
    refuse(kind, reason, { line, example }) {
      firstFault ??= { line, message: `${kind}: ${reason}` };
      tally.skip(kind, reason, { line, example: tellAt({ line, example }) });
    },
    mend(fault) {
      if (fault.isHarmless !== true) firstFault ??= fault;
      tally.note(fault.message, { line: fault.line, example: tellAt(fault) });
    },
    add(other) {
      const added = other.read();
      for (const kind of IMPORTED_KINDS) {
        tally.see(kind, added.read[kind]);
        tally.take(kind, added.taken[kind]);
        tally.find(kind, added.present[kind]);
      }
      added.skipped.forEach(addSkip);
      added.notes.forEach(addNote);
      firstFault ??= other.firstFault;
      // One by one: a post may have more of them than a call takes arguments.
      for (const told of other.takeRemarks()) remarks.push(told);
    },
    read: () => ({
      read: { ...counts.read },
      taken: { ...counts.taken },
      present: { ...counts.present },
      skipped: [...skipped.values()],
      notes: [...notes.values()],
    }),
    takeRemarks() {
      const taken = remarks;
      remarks = [];
      return taken;
    },
  };
  return tally;

  function addSkip({ kind, reason, ...count }: SkipCount): void {
    const key = `${kind} ${reason}`;
    skipped.set(key, { kind, reason, ...join(skipped.get(key), count) });
  }

  function addNote({ note, ...count }: NoteCount): void {
    notes.set(note, { note, ...join(notes.get(note), count) });
  }
}

function join(known: Count | undefined, { count, examples }: Count): Count {
  if (known === undefined) return { count, examples };
  return { count: known.count + count, examples: [...known.examples, ...examples].slice(0, MAX_EXAMPLES) };
}

function listExample(example: string | undefined): string[] {
  return example === undefined ? [] : [example];
}

function times(count: number): string {
  return count === 1 ? '' : `${count} × `;
}
