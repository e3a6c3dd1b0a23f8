import type { Config } from '../config/config.ts';
import { hashDocument } from '../execution/documents/document-id.ts';
import type { TrustedDocument, TrustOptions } from '../execution/documents/trusted-documents.ts';
import { SDK_DOCUMENTS } from '../generated/sdk-documents.ts';
import { readDocumentFiles } from './read-document-files.ts';

/**
 * The documents that the service trusts: those of the SDK, which its own pages send too, and the operator's.
 *
 * @throws {ConfigError} when the operator's cannot be read.
 */
export function findTrustedDocuments({
  trustedDocuments,
  hasTrustedOnly,
}: Pick<Config, 'trustedDocuments' | 'hasTrustedOnly'>): TrustOptions['trusted'] {
  const own = SDK_DOCUMENTS.map(toOwn);
  const given = trustedDocuments === null ? [] : readDocumentFiles(trustedDocuments);
  return { documents: [...own, ...given], only: hasTrustedOnly };
}

function toOwn(text: string): TrustedDocument {
  return { id: hashDocument(text), text, file: null };
}
