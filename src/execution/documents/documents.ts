import {
  getOperationAST,
  GraphQLError,
  Lexer,
  parse,
  Source,
  specifiedRules,
  TokenKind,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../../config/limits.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { requireSimple, type DocumentLimits } from './document-limits.ts';
import { forbidConditionalStream } from './forbid-conditional-stream.ts';
import { forbidIntrospection } from './forbid-introspection.ts';

export interface DocumentRules {
  readonly schema: GraphQLSchema;
  readonly hasIntrospection: boolean;
  /** Whether an error may suggest names of the schema: not in production. */
  readonly hasSuggestions: boolean;
  readonly limits: DocumentLimits & Pick<Limits, 'documentLines' | 'documentTokens' | 'requestErrors'>;
}

/** Parses and validates documents, and keeps the ones used last. */
export interface Documents {
  /** Whether a text is kept, so that reading it costs nothing. */
  has(source: string): boolean;
  /**
   * Parses a document. The same text is the same document while it is kept.
   *
   * @throws {CodedError} `QUERY_TOO_COMPLEX`
   * @throws {GraphQLError} `GRAPHQL_PARSE_FAILED`
   */
  parse(source: string): DocumentNode;
  /**
   * @returns the faults, each `GRAPHQL_VALIDATION_FAILED`, and at most as many as one answer names.
   * @throws {CodedError} `QUERY_TOO_COMPLEX`
   */
  validate(document: DocumentNode): readonly GraphQLError[];
}

const KEPT = {
  max: 500,
  maxEntrySize: 16 * 1024, // characters: a few hundred giants would fill the memory
  maxSize: 500 * 16 * 1024, // characters
  sizeCalculation: (_document: DocumentNode, source: string) => source.length + 1,
};

export function createDocuments(rules: DocumentRules): Documents {
  const documents = new LRUCache<string, DocumentNode>(KEPT);
  const faults = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const validationRules = [
    ...specifiedRules,
    forbidConditionalStream,
    ...(rules.hasIntrospection ? [] : [forbidIntrospection]),
  ];
  return {
    has: (source) => documents.has(source),
    parse(source) {
      const known = documents.get(source);
      if (known !== undefined) return known;

      requireFewLines(source, rules.limits);
      const document = parseDocument(source, rules.limits);
      requireSimple(document, rules.limits);
      documents.set(source, document);
      return document;
    },
    validate(document) {
      const known = faults.get(document);
      if (known !== undefined) return known;

      const found = validateDocument(document, { ...rules, validationRules });
      faults.set(document, found);
      return found;
    },
  };
}

/** The operation that is meant. @throws {CodedError} `OPERATION_RESOLUTION_FAILURE` when that cannot be told. */
export function resolveOperation(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  throw new CodedError(
    'OPERATION_RESOLUTION_FAILURE',
    typeof name === 'string'
      ? 'Expected `operationName` to name an operation of the document.'
      : 'Expected one operation, or `operationName` to say which.',
  );
}

/** The place of each error is found by counting lines: of a hundred thousand, that takes longer than the error. */
function requireFewLines(source: string, { documentLines }: DocumentRules['limits']): void {
  if (source.split(/\r\n|[\n\r]/g, documentLines + 1).length <= documentLines) return;
  throw new CodedError('QUERY_TOO_COMPLEX', `Expected a document of at most ${documentLines} lines; found more.`);
}

function parseDocument(source: string, { documentTokens }: DocumentRules['limits']): DocumentNode {
  try {
    return parse(source, { maxTokens: documentTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw tooDeep(error);
    if (countTokens(source, error) > documentTokens) {
      throw new CodedError('QUERY_TOO_COMPLEX', `Expected a document of at most ${documentTokens} tokens; found more.`);
    }
    throw withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

/** The tokens up to the place at which the parser gave up: its error does not say whether they were too many. */
function countTokens(source: string, { positions }: GraphQLError): number {
  const [end = 0] = positions ?? [];
  const lexer = new Lexer(new Source(source));
  let count = 0;
  try {
    while (lexer.advance().kind !== TokenKind.EOF && lexer.token.start <= end) count += 1;
  } catch {
    // What is no token is what the parser gave up at.
  }
  return count;
}

function validateDocument(
  document: DocumentNode,
  {
    schema,
    hasSuggestions,
    limits: { requestErrors },
    validationRules,
  }: DocumentRules & { readonly validationRules: Parameters<typeof validate>[2] },
): readonly GraphQLError[] {
  try {
    const options = { maxErrors: requestErrors, hideSuggestions: !hasSuggestions };
    const errors = validate(schema, document, validationRules, options);
    // An error that points nowhere says why GraphQL gave up: too many errors, or else too many fields to compare.
    const gaveUp = errors.some(({ nodes }) => nodes === undefined);
    if (gaveUp && errors.length <= requestErrors) {
      throw new CodedError('QUERY_TOO_COMPLEX', 'The document repeats too many fields.');
    }
    return errors.slice(0, requestErrors).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  } catch (error) {
    throw tooDeep(error);
  }
}

/** The parser and some rules call themselves for each level: what is nested too deeply overflows the stack. */
function tooDeep(error: unknown): unknown {
  return error instanceof RangeError
    ? new CodedError('QUERY_TOO_COMPLEX', 'The document is nested too deeply.')
    : error;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { code, ...extensions },
  });
}
