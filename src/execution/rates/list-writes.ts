import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationRequest } from '../operation.ts';

/** A root field of a mutation. */
export interface Write {
  readonly mutation: string;
  readonly clientMutationId: string | null;
}

type Variables = Readonly<Record<string, unknown>>;

interface Asked {
  readonly document: DocumentNode;
  readonly variables: Variables;
}

/** The root fields that a mutation runs: through fragments, without those that are skipped, and each response key once. */
export function listWrites(operation: OperationDefinitionNode, request: OperationRequest): readonly Write[] {
  const { document } = request;
  const variables = { ...readDefaults(operation), ...request.variables };
  const fields = new Map<string, FieldNode>();
  for (const field of walk(operation.selectionSet, { document, variables })) {
    if (field.name.value !== '__typename') fields.set((field.alias ?? field.name).value, field);
  }
  return [...fields.values()].map((field) => ({
    mutation: field.name.value,
    clientMutationId: findKey(field, variables),
  }));
}

function* walk(set: SelectionSetNode, asked: Asked): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (!isIncluded(selection, asked.variables)) continue;
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* walk(selection.selectionSet, asked);
    else yield* walk(findFragment(asked.document, selection.name.value), asked);
  }
}

/** A document that has been validated has the fragment, and no cycle. */
function findFragment({ definitions }: DocumentNode, name: string): SelectionSetNode {
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) return definition.selectionSet;
  }
  throw new Error(`Expected the document to have the fragment "${name}".`);
}

/** A condition that is no Boolean ends the request before it writes anything, and so counts like a true one. */
function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  try {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
    return skip?.['if'] !== true && include?.['if'] !== false;
  } catch {
    return true;
  }
}

function findKey(field: FieldNode, variables: Variables): string | null {
  const argument = field.arguments?.find(({ name }) => name.value === 'input');
  const input: unknown = argument && valueFromASTUntyped(argument.value, variables);
  if (typeof input !== 'object' || input === null || !('clientMutationId' in input)) return null;
  return typeof input.clientMutationId === 'string' ? input.clientMutationId : null;
}

function readDefaults({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
}
