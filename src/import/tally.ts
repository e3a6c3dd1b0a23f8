/** The kinds of rows that an import writes. */
export const IMPORTED_KINDS = ['authors', 'posts', 'tags', 'comments'] as const;
type ImportedKind = (typeof IMPORTED_KINDS)[number];

/** The kind of what was skipped; `items` for anything that is none of the four. */
export type SkippedKind = ImportedKind | 'items';

export interface SkipCount {
  readonly kind: SkippedKind;
  readonly reason: string;
  readonly count: number;
}

/** A change that imported rows have undergone. */
interface NoteCount {
  readonly note: string;
  readonly count: number;
  /** The first few. */
  readonly examples: readonly string[];
}

/** What an import did, or would do. */
export interface ImportCounts {
  readonly taken: Readonly<Record<ImportedKind, number>>;
  readonly present: Readonly<Record<ImportedKind, number>>;
  readonly skipped: readonly SkipCount[];
  readonly notes: readonly NoteCount[];
}

/** Counts while an import runs. */
export interface Tally {
  take(kind: ImportedKind, count?: number): void;
  /** The row was there already, and stays as it is. */
  find(kind: ImportedKind, count?: number): void;
  skip(kind: SkippedKind, reason: string, count?: number): void;
  note(note: string, options?: { readonly example?: string; readonly count?: number }): void;
  /** Adds what another tally has counted. */
  add(counts: ImportCounts): void;
  read(): ImportCounts;
}

const MAX_EXAMPLES = 5;

export function createTally(): Tally {
  const taken = { authors: 0, posts: 0, tags: 0, comments: 0 };
  const present = { ...taken };
  const skipped = new Map<string, SkipCount>();
  const notes = new Map<string, NoteCount>();

  const tally: Tally = {
    take(kind, count = 1) {
      taken[kind] += count;
    },
    find(kind, count = 1) {
      present[kind] += count;
    },
    skip(kind, reason, count = 1) {
      if (count === 0) return;
      const key = `${kind} ${reason}`;
      skipped.set(key, { kind, reason, count: (skipped.get(key)?.count ?? 0) + count });
    },
    note(note, { example, count = 1 } = {}) {
      addNote({ note, count, examples: example === undefined ? [] : [example] });
    },
    add(counts) {
      for (const kind of IMPORTED_KINDS) {
        tally.take(kind, counts.taken[kind]);
        tally.find(kind, counts.present[kind]);
      }
      for (const { kind, reason, count } of counts.skipped) tally.skip(kind, reason, count);
      counts.notes.forEach(addNote);
    },
    read: () => ({
      taken: { ...taken },
      present: { ...present },
      skipped: [...skipped.values()],
      notes: [...notes.values()],
    }),
  };
  return tally;

  function addNote({ note, count, examples }: NoteCount): void {
    if (count === 0) return;
    const known = notes.get(note) ?? { count: 0, examples: [] };
    notes.set(note, {
      note,
      count: known.count + count,
      examples: [...known.examples, ...examples].slice(0, MAX_EXAMPLES),
    });
  }
}
