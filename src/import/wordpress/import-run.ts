import type { PoolClient } from 'pg';
import type { Manifest } from './check-export.ts';
import type { Tally } from '../tally.ts';

/** What the posts of one import share. */
export interface ImportRun {
  readonly client: PoolClient;
  readonly manifest: Manifest;
  readonly tally: Tally;
  /** Reads and counts, and writes nothing. */
  readonly isDryRun: boolean;
  readonly maxReplyDepth: number;
  /** The authors' rows, by login. */
  readonly authorIds: ReadonlyMap<string, string>;
  /** Slugs of posts that this run has given. */
  readonly slugs: Set<string>;
  /** Slugs of tags that this run has met. */
  readonly tagSlugs: Set<string>;
}
