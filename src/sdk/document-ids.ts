import { ColloquyError } from './colloquy-error.ts';
import type { SentDocument } from './typed-document.ts';

/** Which documents of a client are sent by their id. */
export interface DocumentIds {
  /** The document as it is sent: without its id where its text is. */
  choose<Sent extends SentDocument>(document: Sent): Sent;
  /** Whether a failure says that the service does not know the id that was sent. From then on the text is sent. */
  isUnknown(failure: unknown, sent: SentDocument): boolean;
}

export function createDocumentIds({ isOn }: { isOn: boolean }): DocumentIds {
  const unknown = new Set<string>();

  return {
    choose(document) {
      const { documentId } = document;
      const isSent = isOn && documentId !== undefined && !unknown.has(documentId);
      return isSent ? document : { ...document, documentId: undefined };
    },
    isUnknown(failure, { documentId }) {
      if (documentId === undefined || !(failure instanceof ColloquyError)) return false;
      // A service that executes registered documents only says DOCUMENT_NOT_TRUSTED: it would not take the text either.
      if (failure.code !== 'PERSISTED_DOCUMENT_NOT_FOUND') return false;
      unknown.add(documentId);
      return true;
    },
  };
}
