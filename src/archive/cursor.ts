// The place of an archive in the life of its database: the snapshot that it was read in. What another snapshot has not seen is what
// changed since. See docs/decisions/30-archives-follow-snapshots.md.

/** A moment of a database. */
export interface Moment {
  readonly databaseId: string;
  /** As `pg_snapshot` is written: `xmin:xmax:xip,…`. */
  readonly snapshot: string;
  /** Every transaction below it had ended. */
  readonly xmin: bigint;
  /** No transaction from here on had begun. */
  readonly xmax: bigint;
}

const CURSOR = /^v1:([0-9a-f-]{36}):((\d{1,19}):(\d{1,19}):(?:\d{1,19}(?:,\d{1,19})*)?)$/;

export function writeCursor({ databaseId, snapshot }: Pick<Moment, 'databaseId' | 'snapshot'>): string {
  return Buffer.from(`v1:${databaseId}:${snapshot}`).toString('base64url');
}

/** Null for a text that is no cursor. */
export function readCursor(text: string): Moment | null {
  const [, databaseId, snapshot, xmin, xmax] = CURSOR.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (databaseId === undefined || snapshot === undefined || xmin === undefined || xmax === undefined) return null;
  return { databaseId, snapshot, xmin: BigInt(xmin), xmax: BigInt(xmax) };
}

/** Whether all that had happened at a moment of a database had happened at another one. */
export function isNotAfter(moment: Moment, other: Moment): boolean {
  return moment.xmin <= other.xmin && moment.xmax <= other.xmax;
}
