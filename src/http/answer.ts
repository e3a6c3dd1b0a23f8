import { Response } from '@whatwg-node/server'; // with Node's own, a small request costs 1.4 times the CPU
import type { GraphQLError } from 'graphql';
import { etagOf } from '../domain/kept-answers.ts';
import { writeResult, type WrittenResult } from '../execution/executor/json-text.ts';
import { findKept } from '../execution/reuse/kept-result.ts';
import { isNotModified } from '../pages/conditional.ts';
import { PLAIN_JSON, RESPONSE_JSON, type Accepted } from './negotiate.ts';

interface AnswerOptions {
  readonly accepted: Accepted;
  /** The status, where it does not follow from the errors. */
  readonly status?: number;
  readonly headers?: Headers;
}

const STATUS: Partial<Record<string, number>> = {
  BAD_REQUEST: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

type Headers = Readonly<Record<string, string>>;

/** An answer as it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

const HEADERS: Partial<Record<string, (extensions: GraphQLError['extensions']) => Headers>> = {
  UNAUTHENTICATED: () => ({ 'www-authenticate': 'Bearer' }),
  RATE_LIMITED: ({ retryAfter }) => ({ 'retry-after': String(retryAfter) }),
  SERVICE_UNAVAILABLE: () => ({ 'retry-after': '1' }),
};

/** The answer with a result whose errors are masked: in the JSON that the client prefers, under the status that fits. */
export function describeAnswer(result: WrittenResult, { accepted, status, headers }: AnswerOptions): Answer {
  const type = accepted.json ?? PLAIN_JSON;
  const typed = { 'content-type': `${type}; charset=utf-8`, vary: 'accept' };
  const kept = findKept(result);
  if (kept !== undefined) return { status: status ?? 200, headers: { ...typed, ...headers }, body: kept.body };
  return {
    status: status ?? findStatus(result, type),
    headers: { ...typed, ...findHeaders(result), ...headers },
    body: writeResult(result),
  };
}

/** As {@link describeAnswer}, for a pipeline of requests and responses. */
export function answerResult(result: WrittenResult, options: AnswerOptions): Response {
  const { body, ...head } = describeAnswer(result, options);
  return new Response(body, head);
}

/** As {@link answerResult}, for a GET of everybody: a client that has the answer already is told so. */
export function answerGet(request: Request, result: WrittenResult, options: AnswerOptions): Response {
  const { body, ...head } = describeAnswer(result, options);
  if (head.status !== 200) return new Response(body, head);
  const etag = findKept(result)?.etag ?? etagOf(body);
  const headers = { ...head.headers, etag, 'cache-control': 'no-cache' };
  return isNotModified(request, etag)
    ? new Response(null, { status: 304, headers })
    : new Response(body, { ...head, headers });
}

/** Headers that belong to a request that failed as a whole. */
function findHeaders(result: WrittenResult): Headers {
  const found = failedAs(result, HEADERS);
  return found === undefined ? {} : found.value(found.error.extensions);
}

/**
 * The status of a result. Older clients take any status but 200 for a failure of the network: what is wrong with the
 * document, rather than with the request, is an error of theirs only in `application/graphql-response+json`.
 */
function findStatus(result: WrittenResult, type: typeof PLAIN_JSON | typeof RESPONSE_JSON): number {
  if (result.errors === undefined || result.data !== undefined) return 200;
  return failedAs(result, STATUS)?.value ?? (type === RESPONSE_JSON ? 400 : 200);
}

function failedAs<Value>(
  { data, errors = [] }: WrittenResult,
  table: Partial<Record<string, Value>>,
): { readonly value: Value; readonly error: GraphQLError } | undefined {
  if (data !== undefined) return undefined;
  return errors
    .flatMap((error) => {
      const value = table[String(error.extensions['code'])];
      return value === undefined ? [] : [{ value, error }];
    })
    .at(0);
}
