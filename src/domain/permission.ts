import type { AuthorRow } from '../data/reads/author-rows.ts';
import { explain, may } from '../session/policy.ts';
import type { Action } from '../session/policy.ts';
import { findViewer } from './account.ts';
import { ForbiddenError } from './errors.ts';
import type { ServiceSession } from './service-session.ts';

interface Subject {
  /** Whether the viewer wrote, holds or is what the action is done to. */
  readonly isOwn?: boolean;
}

/** @throws {ForbiddenError} where the viewer may not. */
export function requireMay({ identity }: ServiceSession, action: Action, subject?: Subject): void {
  if (!may(identity, action, subject)) throw new ForbiddenError(explain(action));
}

/**
 * The viewer's author row, for what only accounts may do.
 *
 * @throws {ForbiddenError} where the viewer may not.
 */
export async function requireAccount(session: ServiceSession, action: Action, subject?: Subject): Promise<AuthorRow> {
  requireMay(session, action, subject);
  const viewer = await findViewer(session);
  if (viewer === null) throw new ForbiddenError(explain(action));
  return viewer;
}
