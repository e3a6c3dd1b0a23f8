import { Kind, visit, type DocumentNode, type ExecutionArgs, type OperationDefinitionNode } from 'graphql';
import { resolveOperation } from './documents/document-rules.ts';
import { findRootField } from './resume-after.ts';

const documentIds = new WeakMap<DocumentNode, number>();
let lastId = 0;

const places = new WeakMap<OperationDefinitionNode, string | null>();

/**
 * Equal for two subscriptions that ask the same of each event: the same document, the same variables but for the place
 * where they begin. The same text is the same document while it is in the cache of the parser.
 */
export function findSharedKey({ document, operationName, variableValues }: ExecutionArgs): string {
  const operation = resolveOperation(document, operationName);
  const place = findPlaceVariable(operation, document);
  // What is sent beside them is ignored by GraphQL, and would set apart who asks the same.
  const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => name !== place && declared.includes(name));
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

/** The variable that says only where the stream begins; null where there is none, or the results may depend on it. */
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
    // A definition, with its default, is no use of the variable.
    VariableDefinition: () => false,
    Variable: (variable) => {
      if (variable.name.value === name) uses += 1;
    },
  });
  return uses;
}
