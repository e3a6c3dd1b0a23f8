import type { GraphQLParams } from 'graphql-yoga';
import type { AdmittedDocuments } from '../execution/documents/trusted-documents.ts';
import { HttpFault } from './http-fault.ts';
import { readBody } from './read-body.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

interface ReadOptions {
  readonly maxBytes: number;
  readonly documents: Pick<AdmittedDocuments, 'findText'>;
}

/**
 * Reads what is to be executed from a GET or a POST of `application/json`. Other types are refused, because a form of
 * another site could post them. The types of the parameters, and batches, are left to Yoga's own checks.
 *
 * @throws {HttpFault} or an error of the document's id
 */
export async function readParams(request: Request, { maxBytes, documents }: ReadOptions): Promise<GraphQLParams> {
  if (request.method === 'GET') return pickParams(readQueryString(new URL(request.url).searchParams), documents);
  if (!isJsonType(request.headers.get('content-type')) || request.headers.has('content-encoding')) {
    throw new HttpFault('Expected `Content-Type: application/json` in UTF-8, not compressed.', { status: 415 });
  }
  return pickParams(parseJson(await readBody(request, maxBytes), 'Expected the body to be a JSON object.'), documents);
}

/** Whether a body is JSON in UTF-8. Other types are refused, because a form of another site could post them. */
export function isJsonType(contentType: string | null | undefined): boolean {
  return JSON_TYPE.test(contentType ?? '');
}

interface Params {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

/**
 * Reads what is to be executed from a body that is as it should be; null for every other.
 *
 * @throws an error of the document's id
 */
export function parseParams(body: Uint8Array, documents: ReadOptions['documents']): Params | null {
  const params: unknown = JSON.parse(UTF8.decode(body));
  if (!isRecord(params)) return null;
  const { operationName = null, variables = null, extensions = null } = params;
  const query = documents.findText(params) ?? params['query'];
  const isWhole = (value: unknown) => value === null || isRecord(value);
  if (typeof query !== 'string' || !(operationName === null || typeof operationName === 'string')) return null;
  return isWhole(extensions) && (variables === null || isRecord(variables))
    ? { query, operationName, variables }
    : null;
}

function readQueryString(search: URLSearchParams): Record<string, unknown> {
  const readText = (name: string): string | null => {
    const text = search.get(name);
    return text === '' ? null : text;
  };
  const readJson = (name: string): unknown => {
    const text = readText(name);
    return text === null ? null : parseJson(text, `Expected \`${name}\` to be a JSON object.`);
  };
  return {
    query: readText('query'),
    documentId: search.get('documentId'),
    operationName: readText('operationName'),
    variables: readJson('variables'),
    extensions: readJson('extensions'),
  };
}

/** Yoga refuses parameters that it does not know, which other servers ignore, and takes any `operationName`. */
function pickParams(params: unknown, documents: ReadOptions['documents']): GraphQLParams {
  if (!isRecord(params)) return params as GraphQLParams;
  const { operationName, variables, extensions } = params;
  if (operationName !== null && operationName !== undefined && typeof operationName !== 'string') {
    throw badRequest('Expected `operationName` to be a string.');
  }
  const query = documents.findText(params) ?? params['query'];
  return { query, operationName, variables, extensions } as GraphQLParams;
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
