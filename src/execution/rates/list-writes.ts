import { Kind, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { isClientMutationId } from '../../relay/client-mutation-id.ts';
import type { OperationRequest } from '../operation.ts';
import { isLeftOut, readArgument, readVariables, type Variables } from '../price/variables.ts';

/** A root field of a mutation. */
export interface Write {
  readonly mutation: string;
  /** Null also where the given key is one that the mutation will refuse. */
  readonly clientMutationId: string | null;
}

interface Asked {
  readonly document: DocumentNode;
  readonly variables: Variables;
  /** The fragments that were walked: each adds its fields once, and fragments that double the ones before would never end. */
  readonly walked: Set<string>;
}

/** The root fields that a mutation runs: through fragments, without those that are left out, and each response key once. */
export function listWrites(operation: OperationDefinitionNode, request: OperationRequest): readonly Write[] {
  const { document } = request;
  const variables = readVariables(operation, request.variables);
  const fields = new Map<string, FieldNode>();
  for (const field of walk(operation.selectionSet, { document, variables, walked: new Set() })) {
    if (field.name.value !== '__typename') fields.set((field.alias ?? field.name).value, field);
  }
  return [...fields.values()].map((field) => ({
    mutation: field.name.value,
    clientMutationId: readKey(readArgument(field, 'input', variables)),
  }));
}

function* walk(set: SelectionSetNode, asked: Asked): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (isLeftOut(selection, asked.variables)) continue;
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* walk(selection.selectionSet, asked);
    else if (!asked.walked.has(selection.name.value)) {
      asked.walked.add(selection.name.value);
      yield* walk(findFragment(asked.document, selection.name.value), asked);
    }
  }
}

/** A document that has been validated has the fragment, and no cycle. */
function findFragment({ definitions }: DocumentNode, name: string): SelectionSetNode {
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet;
  }
  throw new Error(`Expected the document to have the fragment "${name}".`);
}

function readKey(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !('clientMutationId' in input)) return null;
  const { clientMutationId: key } = input;
  return typeof key === 'string' && isClientMutationId(key) ? key : null;
}
