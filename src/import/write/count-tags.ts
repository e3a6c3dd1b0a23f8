import type { PreparedPost } from '../prepared.ts';
import type { Tally } from '../report/tally.ts';
import type { ImportRun } from './import-run.ts';
import { findTags } from './read-present.ts';

/** The tags that an import has met, by their slugs. */
export interface MetTags {
  /** Those that are counted. */
  readonly counted: Set<string>;
  /** Those that only posts have which were there already: such a post stays as it is. */
  readonly waiting: Set<string>;
}

interface Filed {
  readonly post: PreparedPost;
  /** Whether the post is written with its tags. */
  readonly isNew: boolean;
}

/** Counts the tags that an import meets for the first time: new ones, and those that were there before it. */
export async function countTags(run: ImportRun, { post: { tags, defaultTags }, isNew }: Filed): Promise<void> {
  const { tally, connection } = run;
  const { counted, waiting } = run.metTags;
  const isUncounted = ({ slug }: { readonly slug: string }) => !counted.has(slug);
  for (const { slug, label } of defaultTags.filter(isUncounted)) {
    tally.see('tags');
    tally.skip('tags', `"${label}", the default category`);
    counted.add(slug);
  }
  const met = tags.filter(isUncounted).map(({ slug }) => slug);
  const present = await findTags(connection.beside ?? connection.current, met);
  for (const slug of met) {
    if (!present.has(slug) && !isNew) {
      waiting.add(slug);
      continue;
    }
    tally.see('tags');
    if (present.has(slug)) tally.find('tags');
    else tally.take('tags');
    counted.add(slug);
    waiting.delete(slug);
  }
}

/** Counts the tags that came with no new post. */
export function skipWaitingTags({
  tally,
  metTags: { waiting },
}: {
  readonly tally: Tally;
  readonly metTags: MetTags;
}): void {
  tally.see('tags', waiting.size);
  tally.skip('tags', 'new on posts that are here already, which stay as they are', { count: waiting.size });
  waiting.clear();
}
