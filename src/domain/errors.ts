import { CodedError } from '../errors/coded-error.ts';
import type { Issue } from '../text/text.ts';

/** The input breaks rules; `issues` lists each fault with the path of its field. */
export class ValidationError extends CodedError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super('VALIDATION', issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '));
    this.name = 'ValidationError';
    this.issues = issues;
  }
}

/** Something that the input names does not exist, or the viewer may not see it. */
export class NotFoundError extends CodedError {
  constructor(message: string) {
    super('NOT_FOUND', message);
    this.name = 'NotFoundError';
  }
}

/** The viewer may see the object but not change it in this way. */
export class ForbiddenError extends CodedError {
  constructor(message: string) {
    super('FORBIDDEN', message);
    this.name = 'ForbiddenError';
  }
}

/** The discussion takes no comments. */
export class DiscussionClosedError extends CodedError {
  constructor(message: string) {
    super('DISCUSSION_CLOSED', message);
    this.name = 'DiscussionClosedError';
  }
}

/** The chain of replies is as long as it may be. */
export class TooDeepError extends CodedError {
  constructor(message: string) {
    super('TOO_DEEP', message);
    this.name = 'TooDeepError';
  }
}

/** Another input was written under the same `clientMutationId`. */
export class ConflictError extends CodedError {
  constructor(message: string) {
    super('CONFLICT', message);
    this.name = 'ConflictError';
  }
}

/** Throws where there are faults. */
export function requireValid(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new ValidationError(issues);
}
