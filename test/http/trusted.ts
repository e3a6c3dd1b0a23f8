import { hashDocument } from '../../src/execution/documents/document-id.ts';
import type { TrustOptions } from '../../src/execution/documents/trusted-documents.ts';

// Documents that a test registers with the stand-in.

export const HELLO = 'query Hello($name: String! = "you") { hello(name: $name) }';
export const TWO = 'query One { page(first: 1) } query Two { page(first: 2) }';
export const ADD = 'mutation Add { add(number: 1) }';
export const ADDED = 'subscription Added($after: String) { added(after: $after) { cursor number } }';

/** An id that its maker chose. */
export const CHOSEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const UNREGISTERED = '{ unregistered: hello }';

export function trusting({ only = false } = {}): { trusted: TrustOptions['trusted'] } {
  const hashed = [HELLO, TWO, ADD, ADDED].map((text) => ({ id: hashDocument(text), text, file: 'documents.json' }));
  const chosen = { id: CHOSEN, text: '{ chosen: hello }', file: 'documents.json' };
  return { trusted: { documents: [...hashed, chosen], only } };
}

export function apollo(text: string, persistedQuery: object = {}) {
  const sha256Hash = hashDocument(text).replace('sha256:', '');
  return { persistedQuery: { version: 1, sha256Hash, ...persistedQuery } };
}

/** Ids that are none, or that name nothing, and the code that each is answered with. */
export const FAULTY_IDS: readonly (readonly [code: string, documentId: unknown])[] = [
  ['BAD_REQUEST', 5],
  ['BAD_REQUEST', {}],
  ['BAD_REQUEST', [hashDocument(HELLO)]],
  ['BAD_REQUEST', true],
  ['BAD_REQUEST', ''],
  ['BAD_REQUEST', 'sha256:'],
  ['BAD_REQUEST', hashDocument(HELLO).toUpperCase()],
  ['BAD_REQUEST', hashDocument(HELLO).replace('sha256', 'md5')],
  ['BAD_REQUEST', ` ${hashDocument(HELLO)}`],
  ['BAD_REQUEST', '../../etc/passwd'],
  ['BAD_REQUEST', 'a\u0000b'],
  ['PERSISTED_DOCUMENT_NOT_FOUND', '__proto__'],
  ['PERSISTED_DOCUMENT_NOT_FOUND', 'constructor'],
  ['PERSISTED_DOCUMENT_NOT_FOUND', 'x'.repeat(5_000)],
  ['PERSISTED_DOCUMENT_NOT_FOUND', 'x-ours:1'],
  ['PERSISTED_DOCUMENT_NOT_FOUND', hashDocument(UNREGISTERED)],
];
