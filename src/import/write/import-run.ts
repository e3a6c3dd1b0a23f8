import type { ImportConnection } from '../import-connection.ts';
import type { Tally } from '../report/tally.ts';
import type { MetTags } from './count-tags.ts';
import type { GivenVariants } from './free-names.ts';

/** What the posts of one import share. */
export interface ImportRun {
  readonly connection: ImportConnection;
  /** Stored with every row of this import. */
  readonly source: string;
  readonly tally: Tally;
  /** Reads and counts, and writes nothing. */
  readonly isDryRun: boolean;
  readonly maxReplyDepth: number;
  /** The kind of reaction that a vote becomes; null where there are no reactions. */
  readonly voteKind: string | null;
  /** The ids of the authors' rows, by their external ids. */
  readonly authorIds: ReadonlyMap<string, string>;
  /** Slugs that this import has given to posts. */
  readonly slugs: Set<string>;
  readonly slugVariants: GivenVariants;
  readonly metTags: MetTags;
}
