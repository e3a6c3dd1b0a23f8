import type { Connection } from '../../data/database/transaction.ts';

/** How far the variants of a name went that one import has given, by the name. */
export type GivenVariants = Map<string, number>;

interface Search {
  readonly wished: string;
  readonly isTaken: (name: string) => Promise<boolean>;
  /** Where the search begins; what it finds is added. */
  readonly given: GivenVariants;
}

/**
 * The name that was wished for, or a variant of it that is free: the first one, unless there are gaps between those that are taken.
 * Of thousands of people with one name, the first two ask a few times and each of the others once.
 */
export async function findFree(
  variant: (name: string, n: number) => string,
  { wished, isTaken, given }: Search,
): Promise<string> {
  let taken = given.get(wished) ?? 0;
  let free = taken + 1;
  for (let step = 1; await isTaken(variant(wished, free)); step *= 2) [taken, free] = [free, free + step];
  while (free - taken > 1) {
    const between = Math.floor((taken + free) / 2);
    if (await isTaken(variant(wished, between))) taken = between;
    else free = between;
  }
  // Most names are free: memory is for those that are not.
  if (free > 1) given.set(wished, free);
  return variant(wished, free);
}

export async function isSlugTaken(client: Connection, slug: string): Promise<boolean> {
  return (await client.query('SELECT FROM post WHERE slug = $1', [slug])).rowCount === 1;
}

export async function isHandleTaken(client: Connection, handle: string): Promise<boolean> {
  return (await client.query('SELECT FROM author WHERE handle = $1', [handle])).rowCount === 1;
}
