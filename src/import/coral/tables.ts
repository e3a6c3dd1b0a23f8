import { basename } from 'node:path';
import { readFields, type Fields } from '../fields/read-fields.ts';
import type { Tally } from '../report/tally.ts';

export interface Table {
  readonly kind: 'users' | 'stories' | 'comments';
  /** In their order. */
  readonly columns: readonly string[];
}

const TABLES: readonly Table[] = [
  { kind: 'users', columns: ['id', 'email', 'username', 'role', 'banned', 'created_at'] },
  { kind: 'stories', columns: ['id', 'url', 'title', 'author', 'published_at', 'closed_at', 'mode'] },
  {
    kind: 'comments',
    columns: ['id', 'author_id', 'story_id', 'created_at', 'body', 'parent_id', 'status', 'rating'],
  },
];

interface FoundTable {
  readonly table: Table;
  /** Whether the first record names the columns. */
  readonly isHeading: boolean;
}

/** What a file is, by its name, by its heading, or by the number of its columns; null for something else. */
export function findTable(path: string, first: readonly string[]): FoundTable | null {
  const names = first.map((cell) => cell.trim().toLowerCase());
  const byName = TABLES.find(({ kind }) => basename(path).toLowerCase().includes(kind));
  const byHeading = TABLES.find(({ columns }) => columns.filter((column) => names.includes(column)).length > 2);
  if (byHeading !== undefined) return { table: { kind: byHeading.kind, columns: names }, isHeading: true };
  const found = byName ?? TABLES.find(({ columns }) => columns.length === first.length);
  return found === undefined ? null : { table: found, isHeading: false };
}

interface Context {
  readonly table: Table;
  readonly line: number;
  readonly tally: Tally;
}

/** The cells of a record by the names of their columns. */
export function toRow(cells: readonly string[], { table, line, tally }: Context): Fields {
  if (cells.length > table.columns.length)
    tally.mend({ line, message: 'records with more cells than columns; the last are left out' });
  if (cells.length < table.columns.length)
    tally.mend({ line, message: 'records with fewer cells than columns; the last are taken as empty' });
  const row: Record<string, string> = {};
  table.columns.forEach((column, at) => (row[column] = cells[at] ?? ''));
  return readFields(row, { line, onFault: tally.mend });
}
