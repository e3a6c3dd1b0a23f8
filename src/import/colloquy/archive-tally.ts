// What an import of an archive did, counted by the type of the records.

export interface TypeCounts {
  read: number;
  added: number;
  changed: number;
  /** Rows that differ from the file and stay, because they were changed here. */
  kept: number;
  deleted: number;
  skipped: number;
  /** Of a log that goes on here, and is another one than there. */
  leftOut: number;
}

/** A record that was not taken, or was taken with a change. */
export interface ArchiveRemark {
  readonly line: number;
  readonly text: string;
}

export interface ArchiveTally {
  readonly counts: ReadonlyMap<string, TypeCounts>;
  /** Why records were skipped or changed, with how many there are of each. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Whether anything was skipped. */
  readonly isFaulty: boolean;
  of(type: string): TypeCounts;
  skip(fault: { readonly type: string; readonly reason: string; readonly line: number }): void;
  leaveOut(left: { readonly type: string; readonly reason: string; readonly line: number }): void;
  note(note: { readonly type: string; readonly reason: string; readonly line: number }): void;
}

export function createArchiveTally(onRemark: (remark: ArchiveRemark) => void): ArchiveTally {
  const counts = new Map<string, TypeCounts>();
  const reasons = new Map<string, number>();
  let isFaulty = false;
  const count = (what: string) => reasons.set(what, (reasons.get(what) ?? 0) + 1);

  const tally: ArchiveTally = {
    counts,
    reasons,
    get isFaulty() {
      return isFaulty;
    },
    of(type) {
      const known = counts.get(type);
      if (known !== undefined) return known;
      const none = { read: 0, added: 0, changed: 0, kept: 0, deleted: 0, skipped: 0, leftOut: 0 };
      counts.set(type, none);
      return none;
    },
    skip({ type, reason, line }) {
      isFaulty = true;
      tally.of(type).skipped += 1;
      count(`skipped: ${type}: ${reason}`);
      onRemark({ line, text: `skipped: ${type}: ${reason}` });
    },
    leaveOut({ type, reason, line }) {
      tally.of(type).leftOut += 1;
      tally.note({ type, reason: `left out: ${reason}`, line });
    },
    note({ type, reason, line }) {
      count(`${type}: ${reason}`);
      onRemark({ line, text: `${type}: ${reason}` });
    },
  };
  return tally;
}

/** How many records are here just as they are there. */
export function countSame({ read, added, changed, kept, skipped, leftOut }: TypeCounts): number {
  return Math.max(0, read - added - changed - kept - skipped - leftOut);
}
