import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import { resolveOperation } from './documents/documents.ts';
import type { Operation, OperationRequest } from './operation.ts';
import { requirePrice } from './price/price.ts';
import { requireFewValues } from './variables.ts';
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
  const price = await findPrice(operation, { schema, limits, rates, ...request, definition });
  operation.observation.price = price;
  await rates.charge(operation, { ...request, price });
  return { definition, price };
}

async function findPrice(
  operation: Operation,
  {
    definition,
    limits,
    rates,
    ...request
  }: Omit<Admission, 'request'> & OperationRequest & { readonly definition: OperationDefinitionNode },
): Promise<number> {
  try {
    requireFewValues({ definition, variables: request.variables }, limits.variableValues);
    return requirePrice({ limits, ...request, operation: definition });
  } catch (error) {
    await rates.countRefused(operation);
    throw error;
  }
}
