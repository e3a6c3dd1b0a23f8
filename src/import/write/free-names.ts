import type { Connection } from '../../data/database/transaction.ts';

/**
 * The name that was wished for, or a variant of it that is free: the first one, unless there are gaps between those that are taken.
 * Of thousands of people with one name, each asks a few times.
 */
export async function findFree(
  variant: (name: string, n: number) => string,
  { wished, isTaken }: { readonly wished: string; readonly isTaken: (name: string) => Promise<boolean> },
): Promise<string> {
  let [taken, free] = [0, 1];
  while (await isTaken(variant(wished, free))) [taken, free] = [free, free * 2];
  while (free - taken > 1) {
    const between = Math.floor((taken + free) / 2);
    if (await isTaken(variant(wished, between))) taken = between;
    else free = between;
  }
  return variant(wished, free);
}

export async function isSlugTaken(client: Connection, slug: string): Promise<boolean> {
  return (await client.query('SELECT FROM post WHERE slug = $1', [slug])).rowCount === 1;
}

export async function isHandleTaken(client: Connection, handle: string): Promise<boolean> {
  return (await client.query('SELECT FROM author WHERE handle = $1', [handle])).rowCount === 1;
}
