import { Kind, visit, type DocumentNode, type ExecutionArgs, type OperationDefinitionNode } from 'graphql';
import { resolveOperation } from '../documents/documents.ts';
import { findRootField } from './resume-after.ts';

const documentIds = new WeakMap<DocumentNode, number>();
let lastId = 0;

const places = new WeakMap<OperationDefinitionNode, string | null>();

/**
 * Equal for two subscriptions that ask the same of each event: the same document and the same variables, except for the
 * place at which they start. The same text is the same document while the engine keeps it.
 *
 * @param args its variables are declared ones: others would set apart subscriptions that ask the same.
 */
export function findSharedKey({
  document,
  operationName,
  variableValues,
}: Pick<ExecutionArgs, 'document' | 'operationName' | 'variableValues'>): string {
  const operation = resolveOperation(document, operationName);
  const place = findPlaceVariable(operation, document);
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => name !== place);
  return JSON.stringify([identify(document), operation.name?.value ?? null, variables.sort(byName)]);
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function identify(document: DocumentNode): number {
  const id = documentIds.get(document) ?? (lastId += 1);
  documentIds.set(document, id);
  return id;
}

/** The variable that says only where the stream starts; null where there is none, or where results may depend on it. */
function findPlaceVariable(operation: OperationDefinitionNode, document: DocumentNode): string | null {
  const known = places.get(operation);
  if (known !== undefined) return known;

  const after = findRootField(operation, document)?.arguments?.find(({ name }) => name.value === 'after')?.value;
  const name = after?.kind === Kind.VARIABLE ? after.name.value : null;
  const place = name !== null && countUses(name, document) === 1 ? name : null;
  places.set(operation, place);
  return place;
}

function countUses(name: string, document: DocumentNode): number {
  let uses = 0;
  visit(document, {
    // A definition, with its default, does not use the variable.
    VariableDefinition: () => false,
    Variable: (variable) => {
      if (variable.name.value === name) uses += 1;
    },
  });
  return uses;
}
