import { ColloquyError, type ResponseError } from '../colloquy-error.ts';
import { isRecord } from '../is-record.ts';

/** What HTTP says of a response. */
export interface HttpDetails {
  readonly status?: number;
  readonly retryAfter?: number | undefined;
}

/** The `data` of a GraphQL response; throws a `ColloquyError` when it has errors. */
export function readData<TResult>(response: unknown, details: HttpDetails = {}): TResult {
  if (!isRecord(response)) throw toUnexpectedResponse(details);
  if (Array.isArray(response['errors']) && response['errors'].length > 0) {
    throw toColloquyError(response['errors'], { ...details, data: response['data'] });
  }
  if (!isRecord(response['data'])) throw toUnexpectedResponse(details);

  // Not checked further: the service validates what it sends against its schema.
  return response['data'] as TResult;
}

/** The error for the `errors` of a GraphQL response. The first of them gives its code and its message. */
export function toColloquyError(values: readonly unknown[], details: HttpDetails & { data?: unknown }): ColloquyError {
  const errors = values.map(readError);
  const first = errors[0];
  const code = first?.extensions?.code ?? 'UNKNOWN';
  return new ColloquyError(first?.message ?? 'Expected a reason in the errors, and found none.', {
    ...details,
    // Over a WebSocket there is no header that says it.
    retryAfter: details.retryAfter ?? readRetryAfter(first),
    code,
    errors,
  });
}

/** The seconds that an error asks to wait, in milliseconds. */
function readRetryAfter(error: ResponseError | undefined): number | undefined {
  const seconds = error?.extensions?.['retryAfter'];
  return typeof seconds === 'number' ? seconds * 1_000 : undefined;
}

/** The error for a response that is not GraphQL, such as the error page of a proxy. */
export function toUnexpectedResponse(details: HttpDetails): ColloquyError {
  const { status = 200 } = details;
  const found = status === 200 ? 'another format' : `HTTP status ${status}`;
  return new ColloquyError(`Expected a GraphQL response, and found ${found}.`, { ...details, code: toCode(status) });
}

function toCode(status: number): 'UNAUTHENTICATED' | 'RATE_LIMITED' | 'SERVICE_UNAVAILABLE' | 'BAD_RESPONSE' {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 502 && status <= 504) return 'SERVICE_UNAVAILABLE';
  return 'BAD_RESPONSE';
}

function readError(value: unknown): ResponseError {
  if (!isRecord(value)) return { message: String(value) };
  const { message, path, extensions } = value;
  return {
    message: typeof message === 'string' ? message : 'Expected a message in the error, and found none.',
    ...(Array.isArray(path) ? { path: path.filter(isPathKey) } : {}),
    ...(isRecord(extensions) ? { extensions: readExtensions(extensions) } : {}),
  };
}

function readExtensions({ code, ...others }: Record<string, unknown>): NonNullable<ResponseError['extensions']> {
  return typeof code === 'string' ? { ...others, code } : others;
}

function isPathKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
