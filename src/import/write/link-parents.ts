import type { PreparedComment } from '../prepared.ts';

interface Family {
  /** Every comment that the file has of this post, imported or not, with the one that it replies to. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** Whether an earlier import has written a comment. */
  readonly isPresent: (externalId: string) => boolean;
  /** Called for each reply that could not keep its parent. */
  readonly onMoved: (why: 'an ancestor' | 'the top level') => void;
}

/**
 * The parent of each comment: its nearest ancestor that is imported or was imported before; null for the post itself.
 * A circle of comments that reply to each other is cut at its oldest comment.
 */
export function linkParents(comments: readonly PreparedComment[], family: Family): Map<string, string | null> {
  const taken = new Set(comments.map((comment) => comment.externalId));
  const skipped = new Map<string, string | null>();
  const links = new Map<string, string | null>();

  for (const { externalId, parentExternalId } of comments) {
    const found = findKept(parentExternalId, { ...family, taken, skipped });
    links.set(externalId, found);
    if (found !== parentExternalId) family.onMoved(found === null ? 'the top level' : 'an ancestor');
  }
  return cutCircles(comments, { links, onMoved: family.onMoved });
}

function findKept(
  start: string | null,
  { taken, skipped, parents, isPresent }: Family & { taken: ReadonlySet<string>; skipped: Map<string, string | null> },
): string | null {
  const passed: string[] = [];
  const seen = new Set<string>();
  let id = start;
  while (id !== null && !taken.has(id) && !isPresent(id)) {
    const known = skipped.get(id);
    if (known !== undefined || seen.has(id)) {
      id = known ?? null;
      break;
    }
    seen.add(id);
    passed.push(id);
    id = parents.get(id) ?? null;
  }
  // The ancestors of a skipped comment are walked once, however many replies it has.
  for (const other of passed) skipped.set(other, id);
  return id;
}

function cutCircles(
  comments: readonly PreparedComment[],
  { links, onMoved }: { links: Map<string, string | null>; onMoved: Family['onMoved'] },
): Map<string, string | null> {
  const safe = new Set<string>();
  const oldestFirst = comments.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.rank - b.rank);
  const ages = new Map(oldestFirst.map(({ externalId }, age) => [externalId, age]));
  for (const { externalId } of oldestFirst) {
    const walked = new Set<string>();
    let id: string | null = externalId;
    while (id !== null && !safe.has(id) && !walked.has(id)) {
      walked.add(id);
      id = links.get(id) ?? null;
    }
    if (id !== null && walked.has(id)) {
      const oldest = findOldestInCircle(id, { links, ages });
      links.set(oldest, null);
      onMoved('the top level');
    }
    for (const other of walked) safe.add(other);
  }
  return links;
}

/** @param ages the place of each comment among all, the oldest first. */
function findOldestInCircle(
  start: string,
  { links, ages }: { links: ReadonlyMap<string, string | null>; ages: ReadonlyMap<string, number> },
): string {
  const ageOf = (id: string): number => ages.get(id) ?? Infinity;
  let oldest = start;
  for (let id = links.get(start) ?? null; id !== null && id !== start; id = links.get(id) ?? null) {
    if (ageOf(id) < ageOf(oldest)) oldest = id;
  }
  return oldest;
}
