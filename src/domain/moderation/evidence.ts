import type { VersionRow } from '../../data/administered/versions.ts';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { may } from '../../session/policy.ts';
import type { ServiceSession } from '../service-session.ts';

/**
 * The texts that a comment has had, newest first, the present one among them, also where it is no longer shown; null for viewers who
 * may not read them. Empty where all of them are gone.
 */
export async function listVersions(
  { identity, loaders }: ServiceSession,
  { id }: CommentRow,
): Promise<readonly VersionRow[] | null> {
  return may(identity, 'readEvidence') ? await loaders.administered.versions.load(id) : null;
}
