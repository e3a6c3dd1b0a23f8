import type { Connection } from '../../data/database/transaction.ts';

/** The name that was wished for, or the first of its variants that is free. */
export async function findFree(
  variant: (name: string, n: number) => string,
  { wished, isTaken }: { readonly wished: string; readonly isTaken: (name: string) => Promise<boolean> },
): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = variant(wished, n);
    if (!(await isTaken(name))) return name;
  }
}

export async function isSlugTaken(client: Connection, slug: string): Promise<boolean> {
  return (await client.query('SELECT FROM post WHERE slug = $1', [slug])).rowCount === 1;
}

export async function isHandleTaken(client: Connection, handle: string): Promise<boolean> {
  return (await client.query('SELECT FROM author WHERE handle = $1', [handle])).rowCount === 1;
}
