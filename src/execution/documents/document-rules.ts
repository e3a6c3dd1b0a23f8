import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { CodedError } from '../../errors/coded-error.ts';
import type { Limits } from '../../config/limits.ts';
import { forbidConditionalStream } from './forbid-conditional-stream.ts';
import { forbidIntrospection } from './forbid-introspection.ts';
import type { WireContext } from '../operation.ts';

export interface DocumentRules {
  readonly hasIntrospection: boolean;
  /** Whether an error may suggest names of the schema: not in production. */
  readonly hasSuggestions: boolean;
  readonly limits: Limits;
}

/** Parses and validates, on every wire, with the same limits and codes. */
export function useDocumentRules(rules: DocumentRules): Plugin<WireContext, WireContext> {
  const validationRules = [
    ...specifiedRules,
    forbidConditionalStream,
    ...(rules.hasIntrospection ? [] : [forbidIntrospection]),
  ];
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string) => parseDocument(source, rules.limits));
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema: GraphQLSchema, document: DocumentNode) =>
        validateDocument(document, { schema, rules, validationRules }),
      );
    },
  };
}

/** Envelop hands a document on without its type. */
export function isDocument(value: unknown): value is DocumentNode {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === Kind.DOCUMENT;
}

/** The operation that is meant. @throws {CodedError} when that cannot be said. */
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

function parseDocument(source: string, { documentTokens }: Limits): DocumentNode {
  try {
    return parse(source, { maxTokens: documentTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw tooDeep(error);
    if (error.message.includes('Parsing aborted')) {
      throw new CodedError('QUERY_TOO_COMPLEX', `Expected a document of at most ${documentTokens} tokens; found more.`);
    }
    throw withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

function validateDocument(
  document: DocumentNode,
  {
    schema,
    rules,
    validationRules,
  }: { schema: GraphQLSchema; rules: DocumentRules; validationRules: readonly ValidationRule[] },
): readonly GraphQLError[] {
  const maxErrors = rules.limits.requestErrors;
  try {
    const errors = validate(schema, document, validationRules, { maxErrors, hideSuggestions: !rules.hasSuggestions });
    // GraphQL gives up comparing fields of the same name when there are too many.
    if (errors.some(({ message }) => message === 'Validation aborted.')) throw tooComplex('repeats too many fields');
    return errors.slice(0, maxErrors).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  } catch (error) {
    throw tooDeep(error);
  }
}

/** The parser and some rules call themselves once a level: what is nested too deeply overflows the stack. */
function tooDeep(error: unknown): unknown {
  return error instanceof RangeError
    ? new CodedError('QUERY_TOO_COMPLEX', 'The document is nested too deeply.')
    : error;
}

function tooComplex(what: string): CodedError {
  return new CodedError('QUERY_TOO_COMPLEX', `The document ${what}.`);
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
