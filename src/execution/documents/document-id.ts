import { createHash } from 'node:crypto';

const SHA256 = /^(?:sha256:)?([0-9a-f]{64})$/;
const OTHER = /^(?:x-[\w.~-]+:)?[\w.~-]+$/;

/**
 * Reads the id of a document, in the grammar of GraphQL over HTTP, Appendix A: `sha256:` and 64 hexadecimal digits, also
 * without the prefix, or an id that its maker chose.
 *
 * @returns the id, a hash always with its prefix; null for anything else.
 */
export function readDocumentId(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const hash = SHA256.exec(value)?.[1];
  if (hash !== undefined) return `sha256:${hash}`;
  return OTHER.test(value) ? value : null;
}

/** Whether an id says what the text of its document is. */
export function isHash(id: string): boolean {
  return id.startsWith('sha256:');
}

/** The id that every document has, whatever other id it was given. */
export function hashDocument(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
