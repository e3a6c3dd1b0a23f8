import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { DocumentCache } from '../execution/documents/document-cache.ts';
import { useDocumentRules, type DocumentRules } from '../execution/documents/document-rules.ts';
import { useExecutionRules, type ExecutionRules } from '../execution/execution-rules.ts';
import type { WireContext } from '../execution/operation.ts';
import { useWireRules, type WireRules } from './http-rules.ts';

/** Everything that holds for an operation, by what it is about. */
export type ServerRules = DocumentRules & ExecutionRules & WireRules & { readonly schema: GraphQLSchema };

export type GraphqlServer = ReturnType<typeof createGraphqlServer>;

/** Yoga, without what it does by default and we do otherwise: reading, answering, masking, pages, CORS. */
export function createGraphqlServer(rules: ServerRules) {
  return createYoga<WireContext>({
    schema: rules.schema,
    plugins: [useDocumentRules(rules), useExecutionRules(rules), useWireRules(rules)],
    parserAndValidationCache: { documentCache: new DocumentCache(), errorCache: new DocumentCache() },
    // Masking needs to know the request; here an error is only kept from being taken apart.
    maskedErrors: { maskError: (error) => (error instanceof Error ? error : new Error(String(error))) },
    maxRequestBodySize: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    cors: false,
  });
}
