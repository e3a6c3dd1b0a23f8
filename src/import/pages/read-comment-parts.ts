import { boundId, identifyBySaying } from '../fields/identify.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { Tally } from '../report/tally.ts';

interface Said {
  readonly line: number;
  readonly createdAt: Date | null;
  readonly name: string;
  readonly text: string;
}

/** The time of a comment in milliseconds; null for one without, which is told. */
export function readWritten(
  createdAt: Date | null,
  { line, tally }: { readonly line: number; readonly tally: Tally },
): number | null {
  if (createdAt === null) tally.mend({ line, message: 'comments without a date, placed at that of their page' });
  return createdAt?.getTime() ?? null;
}

/** The id of a comment; of one without, what it says stands for it, which is told. */
export function readId(id: string, { said, tally }: { readonly said: Said; readonly tally: Tally }): string {
  if (id !== '') return boundId(id);
  tally.mend({ line: said.line, message: 'comments without an id, told apart by what they say' });
  return identifyBySaying(said.createdAt, said.name, said.text);
}

/** Votes without voters. Those against a comment have no place here, which is told. */
export function readVotes(score: number | null, tally: Tally): number {
  const votes = Math.trunc(score ?? 0);
  if (votes < 0) tally.note('votes against a comment, left out', { count: Math.min(-votes, MOST_VOTES) });
  if (votes > MOST_VOTES) tally.note('comments with more votes than a million, which is what they keep');
  return Math.min(Math.max(votes, 0), MOST_VOTES);
}

const MOST_VOTES = 1_000_000;

/** The id of what a comment replies to; null for one that replies to the page. */
export function readParent(
  fields: Fields,
  { name, root }: { readonly name: string; readonly root: string },
): string | null {
  const id = fields.text(name);
  return id === '' || id === root ? null : boundId(id);
}
