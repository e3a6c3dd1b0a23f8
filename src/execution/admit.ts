import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import { resolveOperation } from './documents/documents.ts';
import type { Operation, OperationRequest } from './operation.ts';
import { requirePrice } from './price/price.ts';
import type { Rates } from './rates/rates.ts';

interface Admission {
  readonly request: OperationRequest;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly rates: Rates;
}

/**
 * Prices an operation and charges its client, before anything of it runs.
 *
 * @throws {CodedError} `OPERATION_RESOLUTION_FAILURE`, `QUERY_TOO_COMPLEX` or `RATE_LIMITED`
 */
export async function admit(
  operation: Operation,
  { request, schema, limits, rates }: Admission,
): Promise<{ readonly definition: OperationDefinitionNode; readonly price: number }> {
  const definition = resolveOperation(request.document, request.operationName);
  const price = requirePrice({ schema, limits, ...request, operation: definition });
  operation.observation.price = price;
  await rates.charge(operation, { ...request, price });
  return { definition, price };
}
