import { ColloquyError, type WireError } from './colloquy-error.ts';

/** What an answer came with. */
export interface AnswerOrigin {
  readonly status?: number;
  readonly retryAfter?: number | undefined;
}

/** The `data` of a GraphQL answer; throws a `ColloquyError` when it has errors. */
export function readData<TResult>(answer: unknown, origin: AnswerOrigin = {}): TResult {
  if (!isRecord(answer)) throw notGraphQL(origin);
  if (Array.isArray(answer['errors']) && answer['errors'].length > 0) {
    throw toColloquyError(answer['errors'], { ...origin, data: answer['data'] });
  }
  if (!isRecord(answer['data'])) throw notGraphQL(origin);

  // The border: the service answers what its schema says.
  return answer['data'] as TResult;
}

/** The error for a GraphQL answer's `errors`. The first one names it. */
export function toColloquyError(values: readonly unknown[], details: AnswerOrigin & { data?: unknown }): ColloquyError {
  const errors = values.map(readWireError);
  const first = errors[0];
  const code = first?.extensions?.code ?? 'UNKNOWN';
  return new ColloquyError(first?.message ?? 'The service refused, and did not say why.', { ...details, code, errors });
}

/** The error for an answer that is not GraphQL: that of a proxy, say. */
export function notGraphQL(origin: AnswerOrigin): ColloquyError {
  const status = origin.status ?? 200;
  const said = status === 200 ? 'something else' : `HTTP ${status}`;
  return new ColloquyError(`Expected a GraphQL answer and got ${said}.`, { ...origin, code: codeOfStatus(status) });
}

function codeOfStatus(status: number): 'UNAUTHENTICATED' | 'RATE_LIMITED' | 'SERVICE_UNAVAILABLE' | 'BAD_RESPONSE' {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 502 && status <= 504) return 'SERVICE_UNAVAILABLE';
  return 'BAD_RESPONSE';
}

function readWireError(value: unknown): WireError {
  if (!isRecord(value)) return { message: String(value) };
  const { message, path, extensions } = value;
  return {
    message: typeof message === 'string' ? message : 'The service gave no message.',
    ...(Array.isArray(path) ? { path: path.filter(isPathKey) } : {}),
    ...(isRecord(extensions) ? { extensions: readExtensions(extensions) } : {}),
  };
}

function readExtensions({ code, ...others }: Record<string, unknown>): NonNullable<WireError['extensions']> {
  return typeof code === 'string' ? { ...others, code } : others;
}

function isPathKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
