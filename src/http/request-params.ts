import type { GraphQLParams } from 'graphql-yoga';
import { HttpFault } from './http-fault.ts';
import { readBody } from './read-body.ts';

const NO_OBJECT = 'Expected the body to be a JSON object with `query`, and `variables` and `operationName` if need be.';
const NO_BATCHES = 'Expected one operation; batches are not taken.';
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Reads what is to be executed from a GET or a POST of `application/json`. Nothing else is taken: other types could
 * be posted by a form of another site.
 *
 * @throws {HttpFault}
 */
export async function readParams(request: Request, { maxBytes }: { maxBytes: number }): Promise<GraphQLParams> {
  if (request.method === 'GET') return readQueryString(new URL(request.url).searchParams);
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '') || request.headers.has('content-encoding')) {
    throw new HttpFault('Expected `Content-Type: application/json` in UTF-8, not compressed.', { status: 415 });
  }
  const body = parseJson(await readBody(request, maxBytes), NO_OBJECT);
  if (Array.isArray(body)) throw badRequest(NO_BATCHES);
  if (!isRecord(body)) throw badRequest(NO_OBJECT);
  return checkParams(body);
}

function readQueryString(search: URLSearchParams): GraphQLParams {
  const readText = (name: string): string | null => {
    const text = search.get(name);
    return text === '' ? null : text;
  };
  const readRecord = (name: string): unknown => {
    const text = readText(name);
    return text === null ? null : parseJson(text, `Expected \`${name}\` to be a JSON object.`);
  };
  return checkParams({
    query: search.get('query'),
    operationName: readText('operationName'),
    variables: readRecord('variables'),
    extensions: readRecord('extensions'),
  });
}

function checkParams({ query, operationName, variables, extensions }: Record<string, unknown>): GraphQLParams {
  if (typeof query !== 'string' || query.trim() === '') throw badRequest('Expected `query` to be a GraphQL document.');
  if (isGiven(operationName) && typeof operationName !== 'string') {
    throw badRequest('Expected `operationName` to be a string.');
  }
  if (isGiven(variables) && !isRecord(variables)) throw badRequest('Expected `variables` to be an object.');
  if (isGiven(extensions) && !isRecord(extensions)) throw badRequest('Expected `extensions` to be an object.');
  return {
    query,
    ...(isGiven(operationName) ? { operationName } : {}),
    ...(isGiven(variables) ? { variables } : {}),
  };
}

function parseJson(text: string, message: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(message); // the parser's own words would quote the body
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(message: string): HttpFault {
  return new HttpFault(message, { status: 400 });
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}
