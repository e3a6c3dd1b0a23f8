import type { OperationDefinitionNode } from 'graphql';
import { resolveOperation } from './documents/documents.ts';
import type { Examined, Examiner } from './examine.ts';
import type { Operation, OperationRequest } from './operation.ts';
import type { Rates } from './rates/rates.ts';
import type { StreamLease } from './rates/streams.ts';

interface Admission {
  readonly request: OperationRequest;
  readonly examiner: Examiner;
  readonly rates: Rates;
}

/**
 * Examines a query or a mutation and charges its client, before anything of it runs.
 *
 * @throws {CodedError} `QUERY_TOO_COMPLEX` or `RATE_LIMITED`
 */
export async function admit(
  operation: Operation,
  admission: Admission & { readonly definition: OperationDefinitionNode },
): Promise<Examined> {
  const examined = await examine(operation, admission);
  await admission.rates.charge(operation, { ...admission.request, price: examined.price });
  return examined;
}

/**
 * The same for a subscription, whose price its client holds until the lease is released: it is executed again with each event.
 *
 * @throws {CodedError} as {@link admit}, or `OPERATION_RESOLUTION_FAILURE`
 */
export async function admitSubscription(
  operation: Operation,
  admission: Admission,
): Promise<Examined & { readonly lease: StreamLease | null }> {
  const definition = resolveOperation(admission.request.document, admission.request.operationName);
  const examined = await examine(operation, { ...admission, definition });
  const lease = admission.rates.hold(operation, examined.price);
  try {
    await admission.rates.charge(operation, { ...admission.request, price: examined.price });
    return { ...examined, lease };
  } catch (error) {
    lease?.release();
    throw error;
  }
}

async function examine(
  operation: Operation,
  { request, definition, examiner, rates }: Admission & { readonly definition: OperationDefinitionNode },
): Promise<Examined> {
  try {
    const examined = examiner.examine({ document: request.document, definition, variables: request.variables });
    operation.observation.price = examined.price;
    return examined;
  } catch (error) {
    await rates.countRefused(operation);
    throw error;
  }
}
