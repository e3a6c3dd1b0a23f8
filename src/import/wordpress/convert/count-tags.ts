import type { ImportRun } from '../import-run.ts';
import { isFiling, type PreparedTag } from './prepare-tags.ts';
import { findTags } from '../write/read-present.ts';

/** Counts the tags that an import meets for the first time: new ones, and those that were there before it. */
export async function countTags({ client, tally, tagSlugs }: ImportRun, tags: readonly PreparedTag[]): Promise<void> {
  const added = tags.filter(({ slug }) => !tagSlugs.has(slug));
  if (added.length === 0) return;

  const present = await findTags(
    client,
    added.map(({ slug }) => slug),
  );
  for (const tag of added) {
    tagSlugs.add(tag.slug);
    if (!isFiling(tag)) tally.skip('tags', `"${tag.label}", under which nothing was filed`);
    else if (present.has(tag.slug)) tally.find('tags');
    else tally.take('tags');
  }
}
