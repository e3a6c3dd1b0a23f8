import { readPresentSlug } from '../../data/by-address/former-slugs.ts';
import type { Services } from '../service-session.ts';

/** Where a post stands now that stood elsewhere before it was imported; null where there is none, or nobody may see it. */
export async function findPresentSlug({ database }: Services, formerSlug: string): Promise<string | null> {
  // PostgreSQL holds no NUL.
  return formerSlug.includes('\0') ? null : await readPresentSlug(database.pool, formerSlug);
}
