import type { AuthorRow } from '../data/reads/author-rows.ts';
import { CodedError } from '../errors/coded-error.ts';
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

/** As {@link requireMay}, for a query or a subscription, which has no typed errors. @throws {CodedError} `FORBIDDEN` */
export function requireReader({ identity }: ServiceSession, action: Action): void {
  if (!may(identity, action)) throw new CodedError('FORBIDDEN', explain(action));
}

/**
 * The viewer's author row, for what only accounts may do.
 *
 * @param options.ownerId the author of what it is done to, where it makes a difference whose that is.
 * @throws {ForbiddenError} where the viewer may not.
 */
export async function requireAccount(
  session: ServiceSession,
  action: Action,
  { ownerId }: { readonly ownerId?: string } = {},
): Promise<AuthorRow> {
  // Nobody is looked up who may not in any case.
  requireMay(session, action, { isOwn: ownerId !== undefined });
  const viewer = await findViewer(session);
  if (viewer === null) throw new ForbiddenError(explain(action));
  requireMay(session, action, { isOwn: viewer.id === ownerId });
  return viewer;
}
