import { GraphQLError, type DocumentNode } from 'graphql';
import type { Logger } from 'pino';
import { ConfigError } from '../../config/config-error.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { hashDocument } from './document-id.ts';
import type { Documents } from './documents.ts';
import { findText, type DocumentParams } from './find-text.ts';

/** A document that is registered at the start, and known by its id from then on. */
export interface TrustedDocument {
  readonly id: string;
  readonly text: string;
  /** The operator's file that it comes from; null for one of our own. */
  readonly file: string | null;
}

export interface TrustOptions {
  readonly trusted: {
    readonly documents: readonly TrustedDocument[];
    /** Whether no other document is executed. */
    readonly only: boolean;
  };
  readonly logger: Logger;
}

/** Documents of which some are trusted. */
export interface AdmittedDocuments extends Documents {
  /**
   * The text of the document that a request names by its id; null when it names none.
   *
   * @throws {CodedError} `BAD_REQUEST`, or that the document is not known
   */
  findText(params: DocumentParams): string | null;
}

/**
 * Registers trusted documents, which are parsed and validated once and kept, beside those that are kept while they are used.
 *
 * @throws {ConfigError} with every document of the operator's that cannot be executed.
 */
export function trustDocuments(documents: Documents, { trusted, logger }: TrustOptions): AdmittedDocuments {
  const { texts, parsed } = register(documents, { trusted, logger });
  return {
    findText(params) {
      try {
        return findText(params, (id) => texts.get(id));
      } catch (error) {
        // Where a text would not be executed either, nobody is asked to send one.
        throw trusted.only && isUnknown(error) ? notTrusted() : error;
      }
    },
    has: (source) => parsed.has(source) || documents.has(source),
    parse(source) {
      const known = parsed.get(source);
      if (known !== undefined) return known;
      if (trusted.only) throw notTrusted();
      return documents.parse(source);
    },
    validate: (document) => documents.validate(document),
  };
}

interface Registered {
  /** By id. Each document has its hash for an id, too. */
  readonly texts: ReadonlyMap<string, string>;
  /** By text. */
  readonly parsed: ReadonlyMap<string, DocumentNode>;
}

function register(documents: Documents, { trusted, logger }: TrustOptions): Registered {
  const texts = new Map<string, string>();
  const parsed = new Map<string, DocumentNode>();
  const faults: string[] = [];
  for (const { id, text, file } of trusted.documents) {
    const other = texts.get(id);
    const found = other === undefined || other === text ? prepare(text, documents) : 'another document has this id';
    if (typeof found !== 'string') {
      texts.set(id, text).set(hashDocument(text), text);
      parsed.set(text, found);
    } else if (file === null) {
      // A limit that was lowered, say. Its text is answered with the reason.
      logger.warn({ id, reason: found }, 'a document of the service’s own is not registered');
    } else {
      const cure = 'write the file anew with the schema of this service, or take the document out';
      faults.push(`TRUSTED_DOCUMENTS: ${file}: the document ${id} cannot be executed (${found}); ${cure}`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return { texts, parsed };
}

/** @returns a document that can be executed, or the reason why not. */
function prepare(text: string, documents: Documents): DocumentNode | string {
  try {
    const document = documents.parse(text);
    const [fault] = documents.validate(document);
    return fault === undefined ? document : explain(fault);
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): string {
  if (!(error instanceof GraphQLError)) return error instanceof Error ? error.message : String(error);
  const [place] = error.locations ?? [];
  return place === undefined ? error.message : `line ${place.line}, column ${place.column}: ${error.message}`;
}

function isUnknown(error: unknown): boolean {
  return error instanceof CodedError && error.code !== 'BAD_REQUEST';
}

function notTrusted(): CodedError {
  return new CodedError('DOCUMENT_NOT_TRUSTED', 'Only documents that are registered with the service are executed.');
}
