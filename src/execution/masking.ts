import { GraphQLError, type OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import { CodedError, ERROR_CODES, type Code } from '../errors/coded-error.ts';
import type { WrittenResult } from './executor/json-text.ts';
import { isDatabaseAway, tellDatabaseAway } from '../data/database/database-away.ts';

// Decides alone what a client learns of an error. What has no code stays in the log.

interface MaskOptions {
  readonly requestId: string;
  readonly logger: Logger;
}

interface ResultOptions extends MaskOptions {
  readonly kind: `${OperationTypeNode}`;
  /** The errors that are shown: all, unless others would say no more. */
  readonly most?: number;
}

interface Told {
  readonly code: Code;
  readonly message: string;
  readonly facts?: CodedError['facts'];
}

const AWAY: Told = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'The service cannot answer at the moment. Try again in a second.',
};

const maskedErrors = new WeakSet<object>();

/** What a client may know of an error. An error is masked, and logged, once. */
export function maskError(error: unknown, { requestId, logger }: MaskOptions): GraphQLError {
  if (error instanceof GraphQLError && maskedErrors.has(error)) return error;

  const place = error instanceof GraphQLError ? error : null;
  const cause = findCause(error);
  const told = tellError(cause) ?? tellRequest(place);
  if (told === null) logger.error({ err: cause, requestId, path: place?.path }, 'unexpected error');
  if (told === AWAY) tellDatabaseAway(cause, logger);

  const answer = new GraphQLError(told?.message ?? 'Unexpected error.', {
    nodes: place?.nodes ?? null,
    source: place?.source ?? null,
    positions: place?.positions ?? null,
    path: place?.path ?? null,
    extensions: told === null ? { code: 'INTERNAL_SERVER_ERROR', requestId } : { code: told.code, ...told.facts },
  });
  maskedErrors.add(answer);
  return answer;
}

/** What leaves no partial answer: one without the rows that were not read would look like an empty discussion. */
const WHOLE: readonly unknown[] = [AWAY.code, 'QUERY_TOO_COMPLEX', 'RATE_LIMITED'] satisfies readonly Code[];

/** Masks the errors of a result. Some leave no partial answer, except for what a mutation has done. */
export function maskResult(result: WrittenResult, { kind, most = Infinity, ...options }: ResultOptions): WrittenResult {
  if (result.errors === undefined || result.errors.length === 0) return result;

  const masked = chooseErrors(result.errors, most).map((error) => maskError(error, options));
  const errors = kind === 'mutation' ? masked.map(tellDone) : masked;
  const fatal = errors.find((error) => WHOLE.includes(error.extensions['code']));
  if (fatal === undefined || (kind === 'mutation' && hasDone({ ...result, errors }))) return { ...result, errors };

  const whole = new GraphQLError(fatal.message, { extensions: fatal.extensions });
  maskedErrors.add(whole);
  return { errors: [whole] };
}

/** The first errors, and one that leaves no partial answer, wherever it stands. */
function chooseErrors(errors: readonly GraphQLError[], most: number): readonly GraphQLError[] {
  if (errors.length <= most) return errors;
  const fatal = errors.find((error) => WHOLE.includes(tellError(findCause(error))?.code));
  return [...(fatal === undefined ? [] : [fatal]), ...errors.slice(0, most)];
}

/** Bounds the errors of a request that was not executed: a document with a thousand faults needs no list of them. */
export function boundErrors(result: WrittenResult, maxErrors: number): WrittenResult {
  if (result.errors === undefined || result.data !== undefined) return result;
  return { ...result, errors: result.errors.slice(0, maxErrors) };
}

/** Whether a root field of a mutation has done its work, also where its value is null because a part of it could not be read. */
function hasDone({ data, errors = [] }: WrittenResult): boolean {
  return Object.values(data?.read() ?? {}).some((value) => value !== null) || errors.some(isBelowRoot);
}

/** Below its root fields a mutation only reads: what failed there is the answer, not the write. */
function tellDone(error: GraphQLError): GraphQLError {
  if (!isBelowRoot(error)) return error;
  const { nodes = null, source = null, positions = null, path = null, extensions } = error;
  const answer = new GraphQLError(`The write is done, but a part of the answer cannot be given. ${error.message}`, {
    ...{ nodes, source, positions, path },
    extensions: { ...extensions, isDone: true },
  });
  maskedErrors.add(answer);
  return answer;
}

function isBelowRoot({ path = [] }: GraphQLError): boolean {
  return path.length > 1;
}

/** GraphQL wraps an error of a resolver once for each level that locates it. */
export function findCause(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? findCause(error.originalError) : error;
}

/** A fault of the request itself, such as a variable's, has a place in the document and none in the result. */
function tellRequest(place: GraphQLError | null): Told | null {
  if (place?.nodes === undefined || place.path !== undefined) return null;
  return { code: 'BAD_USER_INPUT', message: place.message };
}

function tellError(cause: unknown): Told | null {
  if (cause instanceof CodedError) return cause;
  if (isDatabaseAway(cause)) return AWAY;
  if (!(cause instanceof GraphQLError)) return null;

  const code = ERROR_CODES.find((known) => known === cause.extensions['code']);
  if (code !== undefined) return { code, message: cause.message };
  // GraphQL points at what the client wrote; an error that points nowhere is about a resolver's value.
  if (cause.nodes !== undefined) {
    return { code: 'BAD_USER_INPUT', message: cause.message };
  }
  return null;
}
