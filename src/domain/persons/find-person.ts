import type { Person } from '../../data/persons/person.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { explain } from '../../session/policy.ts';
import type { Action } from '../../session/policy.ts';
import { findViewer, isOwnerOf } from '../account.ts';
import { ForbiddenError, NotFoundError, requireValid } from '../errors.ts';
import { requireMay } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';
import { findStoredPerson } from './find-stored-person.ts';
import { findWritten } from '../moderation/find-written.ts';

/** At most one of them; none: the viewer. */
export interface PersonInput {
  readonly authorId?: string | null | undefined;
  readonly commentId?: string | null | undefined;
  readonly heldCommentId?: string | null | undefined;
}

/** A person as a request names it. */
export interface NamedPerson {
  readonly person: Person;
  /** Null for a guest. */
  readonly author: AuthorRow | null;
  /** What the person wrote by which it was named. */
  readonly writtenId: string | null;
  /** Whether it is the viewer. */
  readonly isOwn: boolean;
  /** Whether its erasure has begun: there is no handle any more by which it could be confirmed. */
  readonly isErased: boolean;
  /** The viewer's author row; null for a guest. */
  readonly viewer: AuthorRow | null;
}

/**
 * The person that an input names, for somebody who may do something to it.
 *
 * @throws {ForbiddenError} where the viewer may not, or is a program; {NotFoundError}; {ValidationError} where more than one is named.
 */
export async function findPerson(
  session: ServiceSession,
  { input, action }: { readonly input: PersonInput; readonly action: Action },
): Promise<NamedPerson> {
  const given = [input.authorId, input.commentId, input.heldCommentId].filter((id) => id !== null && id !== undefined);
  requireValid(
    given.length <= 1
      ? []
      : [{ path: ['commentId'], message: 'Expected one of `authorId`, `commentId` and `heldCommentId`.' }],
  );
  requireMay(session, action, { isOwn: true });
  const { account } = session.identity;
  if (account !== null && account.scopes !== null) {
    throw new ForbiddenError('Expected a signed-in person, and not an API token.');
  }
  const viewer = await findViewer(session);
  const named = given.length === 0 ? ownOf(session, { viewer, action }) : await look(session, input);
  const isOwn = isViewer(session, named);
  requireMay(session, action, { isOwn });
  return { ...named, isOwn, viewer };
}

type Found = Pick<NamedPerson, 'person' | 'author' | 'writtenId' | 'isErased'>;

function ownOf(
  { identity }: ServiceSession,
  { viewer, action }: { readonly viewer: AuthorRow | null; readonly action: Action },
): Found {
  const found = { writtenId: null, isErased: false };
  if (viewer !== null) return { ...found, person: { authorId: viewer.id }, author: viewer };
  if (identity.voiceHash === null) throw new ForbiddenError(explain(action));
  return { ...found, person: { voiceHash: identity.voiceHash }, author: null };
}

function isViewer({ identity }: ServiceSession, { person, author }: Found): boolean {
  const { account, voiceHash } = identity;
  if (account !== null) return isOwnerOf(account, author);
  return 'voiceHash' in person && person.voiceHash === voiceHash;
}

async function look(session: ServiceSession, input: PersonInput): Promise<Found> {
  const { authorId = null, commentId = null, heldCommentId = null } = input;
  if (authorId === null && (await findWritten(session, { commentId, heldCommentId })) === null) {
    throw new NotFoundError('Comment not found.');
  }
  const asked = { handle: null, authorId, writtenId: commentId ?? heldCommentId };
  const stored = await findStoredPerson(session.database, asked);
  if (stored === null) throw new NotFoundError('Author not found.');
  const { person, writtenId, isErased } = stored;
  const author = 'authorId' in person ? await session.loaders.author.load(person.authorId) : null;
  return { person, author, writtenId, isErased };
}
