import { CodedError } from '../../errors/coded-error.ts';
import { hashDocument, isHash, readDocumentId } from './document-id.ts';

/** What a request may say of its document. Nothing of it has been checked. */
export interface DocumentParams {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** The id of a document, and how to say that it is unknown. */
interface Reference {
  readonly id: string;
  readonly unknown: () => CodedError;
}

/**
 * The text of the document that a request names by `documentId` or, as Apollo's clients do, by `extensions.persistedQuery`.
 * Beside a `query` an id is only compared with it: no request registers anything.
 *
 * @param find the text of a trusted document.
 * @returns null when the request names none, so that its `query` is all there is.
 * @throws {CodedError} `BAD_REQUEST`, `PERSISTED_DOCUMENT_NOT_FOUND` or `PERSISTED_QUERY_NOT_SUPPORTED`
 */
export function findText(
  { query, documentId, extensions }: DocumentParams,
  find: (id: string) => string | undefined,
): string | null {
  const references = [readReference(documentId), readApolloReference(extensions)].filter((found) => found !== null);
  const [reference] = references;
  if (reference === undefined) return null;

  if (query !== undefined && query !== null && query !== '') {
    if (typeof query !== 'string') return null; // which the doors refuse
    if (references.every(({ id }) => isIdOf(query, { id, find }))) return query;
    throw badRequest('Expected `query` to be the document that the id beside it names.');
  }

  const text = find(reference.id);
  if (references.some(({ id }) => id !== reference.id && (text === undefined || find(id) !== text))) {
    throw badRequest('Expected `documentId` and `extensions.persistedQuery` to name the same document.');
  }
  if (text === undefined) throw reference.unknown();
  return text;
}

function readReference(documentId: unknown): Reference | null {
  if (documentId === undefined || documentId === null) return null;
  const id = readDocumentId(documentId);
  if (id === null) throw badRequest('Expected `documentId` to be an id such as sha256:<64 hexadecimal digits>.');
  return { id, unknown: documentNotFound };
}

function readApolloReference(extensions: unknown): Reference | null {
  const given: unknown = isRecord(extensions) ? extensions['persistedQuery'] : null;
  if (given === undefined || given === null) return null;
  const id = isRecord(given) && given['version'] === 1 ? readDocumentId(given['sha256Hash']) : null;
  if (id === null) {
    throw badRequest(
      'Expected `extensions.persistedQuery` to be {"version": 1, "sha256Hash": "<64 hexadecimal digits>"}.',
    );
  }
  return { id, unknown: persistedQueryNotSupported };
}

/** An id that its maker chose is known of trusted documents only, and compared with nothing else. */
function isIdOf(query: string, { id, find }: { id: string; find: (id: string) => string | undefined }): boolean {
  return isHash(id) ? id === hashDocument(query) : [query, undefined].includes(find(id));
}

function documentNotFound(): CodedError {
  return new CodedError('PERSISTED_DOCUMENT_NOT_FOUND', 'No document is registered under this id: send its text.');
}

/** What Apollo's clients look for; they send the text from then on. Their "not found" would ask them to register it. */
function persistedQueryNotSupported(): CodedError {
  return new CodedError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
}

function badRequest(message: string): CodedError {
  return new CodedError('BAD_REQUEST', message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
