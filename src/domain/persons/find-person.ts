import { findErasureBy, findErasureOf, personOf } from '../../data/persons/erasures.ts';
import type { Person } from '../../data/persons/person.ts';
import type { AuthorRow } from '../../data/reads/author-rows.ts';
import { decodeIdOf } from '../../relay/global-id.ts';
import { explain } from '../../session/policy.ts';
import type { Action } from '../../session/policy.ts';
import { findViewer, isOwnerOf } from '../account.ts';
import { ForbiddenError, NotFoundError, requireValid } from '../errors.ts';
import { requireMay } from '../permission.ts';
import type { ServiceSession } from '../service-session.ts';

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
  if (typeof input.authorId === 'string') {
    const id = decodeIdOf('Author', input.authorId);
    if (id === null) throw new NotFoundError('Author not found.');
    return await ofAuthor(session, { authorId: id, writtenId: null });
  }
  const written = await findWritten(session, input);
  const { id: writtenId, authorId, voiceHash } = written;
  if (authorId !== null) return await ofAuthor(session, { authorId, writtenId });
  if (voiceHash !== null) return { person: { voiceHash }, author: null, writtenId, isErased: false };

  // It may have been erased by the very erasure that is to go on.
  const begun = await findErasureBy(session.database.prisma, writtenId);
  const person = begun === null ? null : personOf(begun);
  if (person === null) return { person: { writtenId }, author: null, writtenId, isErased: false };
  if ('authorId' in person) return await ofAuthor(session, { authorId: person.authorId, writtenId });
  return { person, author: null, writtenId, isErased: true };
}

async function ofAuthor(
  { database, loaders }: ServiceSession,
  { authorId, writtenId }: { readonly authorId: string; readonly writtenId: string | null },
): Promise<Found> {
  const author = await loaders.author.load(authorId);
  if (author === null) throw new NotFoundError('Author not found.');
  const isErased = (await findErasureOf(database.prisma, authorId)) !== null;
  return { person: { authorId }, author, writtenId, isErased };
}

async function findWritten({ loaders }: ServiceSession, { commentId, heldCommentId }: PersonInput) {
  const heldId = decodeIdOf('HeldComment', heldCommentId ?? '');
  const held = heldId === null ? null : await loaders.administered.heldComment.load(heldId);
  if (held !== null) return { id: held.id, authorId: held.authorId, voiceHash: held.voiceHash };
  const id = decodeIdOf('Comment', commentId ?? '');
  const comment = id === null ? null : await loaders.comment.load(id);
  if (comment === null) throw new NotFoundError('Comment not found.');
  return { id: comment.id, authorId: comment.authorId, voiceHash: comment.voiceHash ?? null };
}
