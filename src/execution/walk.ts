import { normalizedExecutor } from '@graphql-tools/executor';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Execution } from './compiled/compiled-queries.ts';

/** Executes an operation by walking through its document. */
export async function walk(
  { document, operation, variables, context }: Execution,
  {
    schema,
    hasSuggestions,
    signal,
  }: { readonly schema: GraphQLSchema; readonly hasSuggestions: boolean; readonly signal?: AbortSignal },
): Promise<ExecutionResult> {
  const result: unknown = await normalizedExecutor({
    schema,
    document,
    operationName: operation.name?.value ?? null,
    variableValues: variables,
    contextValue: context,
    ...(signal !== undefined && { signal }),
    hideSuggestions: !hasSuggestions,
  });
  return asResult(result);
}

function asResult(result: unknown): ExecutionResult {
  if (typeof result === 'object' && result !== null) return result;
  throw new Error('Expected an execution to have a result.');
}
