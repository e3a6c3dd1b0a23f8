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

interface Admitted {
  readonly definition: OperationDefinitionNode;
  readonly price: number;
}

/**
 * Prices a query or a mutation and charges its client, before anything of it runs.
 *
 * @throws {CodedError} `OPERATION_RESOLUTION_FAILURE`, `QUERY_TOO_COMPLEX` or `RATE_LIMITED`
 */
export async function admit(operation: Operation, admission: Admission): Promise<Admitted> {
  const admitted = await price(operation, admission);
  await admission.rates.charge(operation, { ...admission.request, price: admitted.price });
  return admitted;
}

/**
 * The same for a subscription, whose price its client holds until the lease is released: it is executed again with each event.
 *
 * @throws {CodedError} as {@link admit}
 */
export async function admitSubscription(
  operation: Operation,
  admission: Admission,
): Promise<Admitted & { readonly lease: StreamLease | null }> {
  const admitted = await price(operation, admission);
  const lease = admission.rates.hold(operation, admitted.price);
  try {
    await admission.rates.charge(operation, { ...admission.request, price: admitted.price });
    return { ...admitted, lease };
  } catch (error) {
    lease?.release();
    throw error;
  }
}

async function price(operation: Operation, { request, schema, limits, rates }: Admission): Promise<Admitted> {
  const definition = resolveOperation(request.document, request.operationName);
  try {
    requireFewValues({ definition, variables: request.variables }, limits.variableValues);
    const found = requirePrice({ schema, limits, ...request, operation: definition });
    operation.observation.price = found;
    return { definition, price: found };
  } catch (error) {
    await rates.countRefused(operation);
    throw error;
  }
}
