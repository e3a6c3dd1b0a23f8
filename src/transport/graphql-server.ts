import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { DocumentCache } from './document-cache.ts';
import { useDocumentRules, type DocumentRules } from './document-rules.ts';
import { useExecutionRules, type ExecutionRules } from './execution-rules.ts';
import type { WireContext } from './operation.ts';
import { useWireRules, type WireRules } from './wire-rules.ts';

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
