import type { OperationRequest } from '../operation.ts';
import { resolveOperation } from './documents.ts';

/**
 * The variables that the operation declares. GraphQL ignores any other, which would be held as long as the operation lasts,
 * and would set apart subscriptions that ask the same.
 */
export function pickDeclaredVariables({
  document,
  operationName,
  variables,
}: OperationRequest): Readonly<Record<string, unknown>> {
  const { variableDefinitions = [] } = resolveOperation(document, operationName);
  const declared = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  return Object.fromEntries(Object.entries(variables ?? {}).filter(([name]) => declared.has(name)));
}
