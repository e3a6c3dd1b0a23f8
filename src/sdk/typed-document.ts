import { isRecord } from './answer.ts';

/**
 * A document with the types of its result and its variables, as GraphQL Code Generator writes it with
 * `documentMode: 'string'`. A plain string will do: its result is `unknown`.
 */
export interface TypedDocument<TResult, TVariables> {
  /** What a text has, and a parsed document has not: that one cannot be sent. */
  readonly length: number;
  toString(): string;
  readonly __apiType?: (variables: TVariables) => TResult;
}

/** May say "no" of a query (a comment that speaks of a mutation), never "yes" of a mutation. */
export function isQuery(document: string): boolean {
  return !/\b(mutation|subscription)\b/.test(document);
}

/** Whether a subscription can be told where to begin. */
export function takesCursor(document: string): boolean {
  return /\$after\b/.test(document);
}

/** A document without variables may be given none. */
export function readVariables(variables: unknown): Record<string, unknown> {
  return isRecord(variables) ? variables : {};
}
