import { isRecord } from './is-record.ts';

/**
 * A document with the types of its result and its variables, as GraphQL Code Generator writes it with
 * `documentMode: 'string'`. A plain string is accepted, too: its result is `unknown`.
 */
export interface TypedDocument<TResult, TVariables> {
  /** Every text has a length; a parsed document has none, and cannot be sent. */
  readonly length: number;
  /** The text of the document. */
  toString(): string;
  /** What a code generator adds: `hash` is the id of the document, under which a service may know it. */
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
  /** The types of the result and the variables. Not set at run time. */
  readonly __apiType?: (variables: TVariables) => TResult;
}

/** A document as it can be sent: its text, and its id where it has one. */
export interface SentDocument {
  readonly query: string;
  readonly documentId?: string | undefined;
}

export function readDocument(document: TypedDocument<unknown, never>): SentDocument {
  const hash = document.__meta__?.['hash'];
  return { query: document.toString(), documentId: typeof hash === 'string' ? hash : undefined };
}

/** Whether a document is a query. A comment in it that mentions a mutation makes this false; a mutation never makes it true. */
export function isQuery(document: string): boolean {
  return !/\b(mutation|subscription)\b/.test(document);
}

/** The variables of an operation. A document without variables may be sent with none. */
export function readVariables(variables: unknown): Record<string, unknown> {
  return isRecord(variables) ? variables : {};
}
