import type { ServiceSession } from '../service-session.ts';

/** A comment that is about to be written: valid, and by a commenter who may write it. */
interface NewComment {
  readonly body: string;
  readonly clientMutationId: string | null;
}

/** Refuses a comment by throwing an error. @returns how to undo what it noted, for a comment that is not written after all. */
type Check = (session: ServiceSession, comment: NewComment) => Promise<() => void>;

/** In this order: the cheapest first, and each sees only what those before it let through. */
const CHECKS: readonly Check[] = [refuseRepeatedText];

/**
 * Asks every check whether a comment may be written.
 *
 * @returns how to undo what they noted, if it is not written.
 */
export async function checkNewComment(session: ServiceSession, comment: NewComment): Promise<() => void> {
  const undos: (() => void)[] = [];
  const undo = () => undos.forEach((one) => one());
  try {
    for (const check of CHECKS) undos.push(await check(session, comment));
    return undo;
  } catch (error) {
    undo();
    throw error;
  }
}

async function refuseRepeatedText(
  session: ServiceSession,
  { body, clientMutationId }: NewComment,
): Promise<() => void> {
  return await session.rates.claimText(session, { text: body, clientMutationId });
}
