import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Limits } from '../config/limits.ts';
import { resolveOperation } from './documents/documents.ts';
import type { Operation, OperationRequest } from './operation.ts';
import { requirePrice } from './price/price.ts';
import { requireFewValues } from './variables.ts';
import type { Rates } from './rates/rates.ts';
import type { StreamLease } from './rates/streams.ts';

interface Admission {
  readonly request: OperationRequest;
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly rates: Rates;
}

/**
 * Prices a query or a mutation and charges its client, before anything of it runs.
 *
 * @returns its price.
 * @throws {CodedError} `QUERY_TOO_COMPLEX` or `RATE_LIMITED`
 */
export async function admit(
  operation: Operation,
  admission: Admission & { readonly definition: OperationDefinitionNode },
): Promise<number> {
  const found = await price(operation, admission);
  await admission.rates.charge(operation, { ...admission.request, price: found });
  return found;
}

/**
 * The same for a subscription, whose price its client holds until the lease is released: it is executed again with each event.
 *
 * @throws {CodedError} as {@link admit}, or `OPERATION_RESOLUTION_FAILURE`
 */
export async function admitSubscription(
  operation: Operation,
  admission: Admission,
): Promise<{ readonly definition: OperationDefinitionNode; readonly lease: StreamLease | null }> {
  const definition = resolveOperation(admission.request.document, admission.request.operationName);
  const found = await price(operation, { ...admission, definition });
  const lease = admission.rates.hold(operation, found);
  try {
    await admission.rates.charge(operation, { ...admission.request, price: found });
    return { definition, lease };
  } catch (error) {
    lease?.release();
    throw error;
  }
}

async function price(
  operation: Operation,
  { request, definition, schema, limits, rates }: Admission & { readonly definition: OperationDefinitionNode },
): Promise<number> {
  try {
    requireFewValues({ definition, variables: request.variables }, limits.variableValues);
    const found = requirePrice({ schema, limits, ...request, operation: definition });
    operation.observation.price = found;
    return found;
  } catch (error) {
    await rates.countRefused(operation);
    throw error;
  }
}
